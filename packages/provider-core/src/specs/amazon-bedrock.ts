/** @file Spec: Amazon Bedrock: Claude by Invoke, all else by Converse. */
import { addressBedrock, trimBedrockOperation } from '../addressing/bedrock.ts'
import { readBedrockHost } from '../addressing/bedrock-host.ts'
import type { BaseUrl } from '../addressing/parse-base-url.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { bedrockRegions } from './bedrock-regions.ts'
import { checkAddress } from './check-address.ts'
import type { PastedOperation, SpecDefinition } from './spec-definition.ts'

const dialectChoices: readonly DialectId[] = ['bedrock-converse', 'anthropic-messages']

/** Base ids, geo profiles (`eu.anthropic.…`) and ARNs that name the vendor. */
const claudeId = /(?:^|[./])anthropic\./

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
      secrets: [{ name: 'apiKey', label: 'API key', required: true }],
    },
  ],
  dialectChoices,
  resolveDialect: ({ dialect }, upstreamModelId) => {
    if (dialect !== undefined && dialectChoices.includes(dialect)) return dialect
    return claudeId.test(upstreamModelId) ? 'anthropic-messages' : 'bedrock-converse'
  },
  checkFields: (fields) => checkAddress(() => addressBedrock(fields, { kind: 'list-models' })),
  address: addressBedrock,
  readPasted,
  ownPath: /\/model\/[^/]+\/(?:converse|converse-stream|invoke|invoke-with-response-stream)$/,
}

function readPasted(base: BaseUrl, hostname: string): PastedOperation | undefined {
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
