/** @file Hosts of Amazon Bedrock by region. Browser-safe. */

/** DNS suffixes of AWS partitions other than the commercial one and GovCloud; the first match counts. */
const suffixes: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^us-iso-/, 'c2s.ic.gov'],
  [/^us-isob-/, 'sc2s.sgov.gov'],
  [/^eu-isoe-/, 'cloud.adc-e.uk'],
  [/^us-isof-/, 'csp.hci.ic.gov'],
]

/** DNS suffix of a region's partition (source: partitions of `@aws-sdk/core`). */
export function awsDnsSuffix(region: string): string {
  return suffixes.find(([pattern]) => pattern.test(region))?.[1] ?? 'amazonaws.com'
}

/** Region named by a Bedrock host of AWS, or `undefined`. `standard` is false for FIPS hosts, which only a base URL names. */
export function readBedrockHost(
  hostname: string,
): { region: string; standard: boolean } | undefined {
  const match = /^bedrock-runtime(-fips)?\.([a-z]+(?:-[a-z]+)+-\d+)\.(.+)$/.exec(hostname)
  const region = match?.[2]
  if (region === undefined || match?.[3] !== awsDnsSuffix(region)) return undefined
  return { region, standard: match[1] === undefined }
}

/** Host of a Bedrock service of AWS. `bedrock` is the control plane. FIPS hosts have their mark behind the service. */
export function bedrockHost(
  service: 'bedrock' | 'bedrock-runtime',
  region: string,
  fips: boolean,
): [before: string, region: string, after: string] {
  return [`${service}${fips ? '-fips' : ''}.`, region, `.${awsDnsSuffix(region)}`]
}

/** Region of a host of Bedrock's OpenAI- and Anthropic-compatible service ("Mantle"), or `undefined`. */
export function readMantleHost(hostname: string): string | undefined {
  return /^bedrock-mantle\.([a-z]+(?:-[a-z]+)+-\d+)\.api\.aws$/.exec(hostname)?.[1]
}
