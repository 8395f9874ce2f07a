/** @file What a Bedrock model id says: vendor, region of an ARN, geography of an inference profile. Browser-safe. */

/** Geographies of system-defined inference profiles and the regions that may call them (source: AWS "Supported Regions and models for inference profiles"). */
const geographies: Readonly<Record<string, RegExp>> = {
  us: /^(?:us|ca)-(?!gov|iso)/,
  'us-gov': /^us-gov-/,
  eu: /^(?:eu|il)-(?!isoe)/,
  apac: /^(?:ap|me|il)-/,
  jp: /^ap-northeast-[13]$/,
  au: /^ap-southeast-[246]$/,
  ca: /^ca-/,
}

export interface BedrockArn {
  readonly region: string
  /** Such as `inference-profile/eu.anthropic.claude-…`. */
  readonly resource: string
}

/** Reads an ARN of Bedrock, or `undefined` for what is none. */
export function readBedrockArn(modelId: string): BedrockArn | undefined {
  const match = /^arn:aws[a-z-]*:(?:bedrock|sagemaker):([a-z0-9-]+):\d*:(.+)$/.exec(modelId)
  return match === null ? undefined : { region: match[1] ?? '', resource: match[2] ?? '' }
}

/** True for Claude: base ids, geo profiles (`eu.anthropic.…`) and ARNs that name the vendor. */
export function isClaudeId(modelId: string): boolean {
  return /(?:^|[./])anthropic\./.test(modelId)
}

/**
 * What speaks against a model id in a region: the ARN of another region, or a profile of another geography.
 *
 * @returns A sentence, or `undefined` when nothing does.
 */
export function warnAboutRegion(modelId: string, region: string): string | undefined {
  const arn = readBedrockArn(modelId)
  if (arn !== undefined) {
    return arn.region === region
      ? undefined
      : `The ARN is one of ${arn.region}, but requests go to ${region}. Bedrock finds it only in its own region.`
  }
  const geography = /^([a-z]+(?:-gov)?)\.[a-z0-9-]+\./.exec(modelId)?.[1]
  const regions = geography === undefined ? undefined : geographies[geography]
  if (regions === undefined || regions.test(region)) return undefined
  return `${modelId} is an inference profile for ${geography}, but requests go to ${region}. Bedrock has it only in regions of its geography.`
}

/** Path under which Bedrock's Mantle host serves a model (source: AWS "models by endpoint"; @ai-sdk/amazon-bedrock `src/mantle`). */
export function mantlePrefix(modelId: string): '/anthropic/v1' | '/openai/v1' | '/v1' {
  if (isClaudeId(modelId)) return '/anthropic/v1'
  const ownRoute = /^(?:openai\.gpt-(?!oss)|google\.gemma-4|xai\.)/.test(modelId)
  return ownRoute ? '/openai/v1' : '/v1'
}
