/** @file Spec: Amazon Bedrock: Claude by Invoke, all else by Converse, or its compatible interfaces. */
import { addressBedrock, trimBedrockOperation } from '../addressing/bedrock.ts'
import { readCompatiblePath } from '../addressing/bedrock-compatible.ts'
import { readBedrockHost, readMantleHost } from '../addressing/bedrock-host.ts'
import { isClaudeId, warnAboutRegion } from '../addressing/bedrock-model-id.ts'
import type { BaseUrl } from '../addressing/parse-base-url.ts'
import type { BedrockApi, EndpointFields } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { bedrockRegions } from './bedrock-regions.ts'
import { checkAddress } from './check-address.ts'
import type { PastedOperation, SpecDefinition } from './spec-definition.ts'

const dialectChoices: readonly DialectId[] = [
  'bedrock-converse',
  'anthropic-messages',
  'openai-chat',
  'openai-responses',
]

/** What each interface speaks; the first holds where no other one is chosen. */
const dialectsByApi: Readonly<Record<BedrockApi, readonly [DialectId, ...DialectId[]]>> = {
  native: ['bedrock-converse', 'anthropic-messages'],
  openai: ['openai-chat', 'openai-responses'],
  anthropic: ['anthropic-messages'],
  mantle: ['openai-chat', 'openai-responses', 'anthropic-messages'],
}

export const amazonBedrock: SpecDefinition = {
  id: 'amazon-bedrock',
  label: 'Amazon Bedrock',
  purpose: 'Claude, Nova and others in your own AWS account.',
  platform: 'bedrock',
  baseUrl: 'fallback',
  baseUrlPlaceholder: 'https://vpce-0123.bedrock-runtime.eu-central-1.vpce.amazonaws.com',
  fields: [
    {
      name: 'region',
      label: 'Region',
      required: true,
      placeholder: 'eu-central-1',
      suggestions: bedrockRegions,
    },
  ],
  choices: [
    {
      name: 'bedrockApi',
      label: 'Interface',
      hint: 'Which of its interfaces is called.',
      values: [
        { value: 'native', label: 'Converse, and Invoke for Claude' },
        { value: 'openai', label: 'OpenAI-compatible' },
        { value: 'anthropic', label: 'Anthropic-compatible' },
        { value: 'mantle', label: 'Mantle (OpenAI- and Anthropic-compatible)' },
      ],
    },
  ],
  switches: [
    { name: 'fips', label: 'FIPS hosts', hint: 'Hosts with FIPS 140 modules, where AWS has them.' },
  ],
  credentials: [
    {
      id: 'access-keys',
      label: 'Access keys',
      secrets: [
        { name: 'accessKeyId', label: 'Access key ID', required: true },
        { name: 'secretAccessKey', label: 'Secret access key', required: true },
        {
          name: 'sessionToken',
          label: 'Session token',
          required: false,
          hint: 'Needed for temporary keys, which begin with ASIA.',
        },
      ],
    },
    {
      id: 'api-key',
      label: 'API key',
      hint: 'A Bedrock API key, sent as Bearer.',
      secrets: [{ name: 'apiKey', label: 'API key', required: true }],
    },
    {
      id: 'profile',
      label: 'Named profile',
      hint: "A profile of this machine's AWS configuration, also with SSO or a role.",
      fields: [{ name: 'profile', label: 'Profile', required: true, placeholder: 'default' }],
      secrets: [],
    },
    {
      id: 'default-chain',
      label: 'Default chain',
      hint: 'What AWS tools on this machine would use: environment, SSO, profile, container or instance.',
      onlyByName: true,
      secrets: [],
    },
  ],
  dialectChoices,
  resolveDialect: ({ dialect, bedrockApi = 'native' }, upstreamModelId) => {
    const spoken = dialectsByApi[bedrockApi]
    if (dialect !== undefined && spoken.includes(dialect)) return dialect
    const claude = isClaudeId(upstreamModelId) && spoken.includes('anthropic-messages')
    return claude ? 'anthropic-messages' : spoken[0]
  },
  checkFields: (fields) => checkAddress(() => addressBedrock(fields, { kind: 'list-models' })),
  address: addressBedrock,
  furtherLists: ['inference-profiles', 'application-inference-profiles'],
  warnAboutModel: ({ region }, upstreamModelId) =>
    warnAboutRegion(upstreamModelId, region?.trim() ?? ''),
  readPasted,
  ownPath: /\/model\/[^/]+\/(?:converse|converse-stream|invoke|invoke-with-response-stream)$/,
}

function readPasted(base: BaseUrl, hostname: string): PastedOperation | undefined {
  const compatible = readPastedCompatible(base, hostname)
  if (compatible !== undefined) return compatible
  const { path, cut, model } = trimBedrockOperation(base.path)
  if (cut === '') return undefined
  const host = readBedrockHost(hostname)
  const found: string[] = []
  const changes: Partial<EndpointFields> = {}
  if (host !== undefined) {
    changes.region = host.region
    found.push(`region ${host.region}`)
  }
  if (model !== undefined) found.push(`model ${model}`)
  const ownHost = host?.standard === true && path === '' && base.query === ''
  const pasted = { path, query: base.query, base: !ownHost, cut, changes, found }
  return model === undefined ? pasted : { ...pasted, modelId: model }
}

/** URLs of the compatible interfaces, told by AWS's own hosts: their paths alone are those of other types. */
function readPastedCompatible(base: BaseUrl, hostname: string): PastedOperation | undefined {
  const { base: path, prefix, operation } = readCompatiblePath(base.path)
  const host = readBedrockHost(hostname)
  const mantleRegion = readMantleHost(hostname)
  const region = mantleRegion ?? host?.region
  if (region === undefined || prefix === '') return undefined
  const bedrockApi: BedrockApi =
    mantleRegion !== undefined ? 'mantle' : prefix.startsWith('/anthropic') ? 'anthropic' : 'openai'
  const changes: Partial<EndpointFields> = { region, bedrockApi }
  if (host?.standard === false) changes.fips = true
  if (operation === '/responses') changes.dialect = 'openai-responses'
  const ownHost = path === '' && base.query === ''
  return {
    path,
    query: base.query,
    base: !ownHost,
    cut: base.path.slice(path.length),
    changes,
    found: [`region ${region}`, `interface ${bedrockApi}`],
  }
}
