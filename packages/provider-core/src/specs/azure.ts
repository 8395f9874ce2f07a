/** @file Spec: Azure OpenAI and Azure AI Foundry. */
import { readPastedAzure } from '../addressing/azure-pasted.ts'
import { addressAzure, resolveAzureDialect } from '../addressing/azure.ts'
import type { BaseUrl } from '../addressing/parse-base-url.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { checkAddress } from './check-address.ts'
import type { PastedOperation, SpecDefinition } from './spec-definition.ts'

const dialectChoices: readonly DialectId[] = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
]

export const azure: SpecDefinition = {
  id: 'azure',
  label: 'Azure OpenAI',
  purpose: 'OpenAI, Claude and other models in your own Azure resource.',
  platform: 'azure',
  baseUrl: 'fallback',
  baseUrlPlaceholder: 'https://my-resource.openai.azure.com',
  fields: [
    {
      name: 'resourceName',
      label: 'Resource name',
      required: false,
      placeholder: 'my-resource',
      hint: 'The part before .openai.azure.com. Not needed with a base URL.',
    },
    {
      name: 'apiVersion',
      label: 'API version',
      required: false,
      placeholder: 'v1',
      hint: 'Empty for the v1 API; a dated version puts the deployment into the URL.',
      suggestions: [
        { value: 'v1', label: 'Current API' },
        { value: 'preview', label: 'Current API with preview features' },
        { value: '2025-04-01-preview', label: 'Dated, preview' },
        { value: '2024-10-21', label: 'Dated' },
      ],
    },
  ],
  credentials: [
    {
      id: 'api-key',
      label: 'Key',
      secrets: [{ name: 'apiKey', label: 'API key', required: true }],
    },
    {
      id: 'entra-client',
      label: 'Entra application',
      hint: 'An application signs in with its client secret; its tokens are fetched and renewed.',
      fields: [
        {
          name: 'tenantId',
          label: 'Tenant ID',
          required: true,
          placeholder: '00000000-0000-0000-0000-000000000000',
        },
        {
          name: 'clientId',
          label: 'Client ID',
          required: true,
          placeholder: '00000000-0000-0000-0000-000000000000',
        },
        {
          name: 'authority',
          label: 'Sign-in host',
          required: false,
          placeholder: 'https://login.microsoftonline.com',
          hint: 'Only for sovereign clouds.',
          suggestions: [
            { value: 'https://login.microsoftonline.us', label: 'US Government' },
            { value: 'https://login.partner.microsoftonline.cn', label: 'China' },
          ],
        },
        {
          name: 'tokenScope',
          label: 'Token scope',
          required: false,
          placeholder: 'https://cognitiveservices.azure.com/.default',
          hint: 'Empty for what the called API takes.',
        },
      ],
      secrets: [{ name: 'clientSecret', label: 'Client secret', required: true }],
    },
    {
      id: 'bearer-token',
      label: 'Bearer token',
      secrets: [
        {
          name: 'bearerToken',
          label: 'Access token',
          required: true,
          hint: 'Sent as it is. It ends after about an hour, and nothing renews it.',
        },
      ],
    },
  ],
  dialectChoices,
  resolveDialect: (fields) => resolveAzureDialect(withKnownDialect(fields)),
  checkFields: (fields) =>
    checkAddress(() =>
      addressAzure(withKnownDialect(fields), {
        kind: 'chat',
        dialect: resolveAzureDialect(withKnownDialect(fields)),
        modelId: 'model',
        stream: true,
      }),
    ),
  address: (fields, operation) => addressAzure(withKnownDialect(fields), operation),
  readPasted,
  ownPath: /\/openai\/deployments\/[^/]+(?:\/|$)|\/openai\/responses$/,
}

/** A wire format left over from another spec does not count. */
function withKnownDialect<Fields extends Pick<EndpointFields, 'dialect'>>(fields: Fields): Fields {
  const { dialect } = fields
  return dialect === undefined || dialectChoices.includes(dialect)
    ? fields
    : { ...fields, dialect: undefined }
}

function readPasted(base: BaseUrl): PastedOperation | undefined {
  const pasted = readPastedAzure(base)
  if (pasted === undefined) return undefined
  const { apiVersion, deployment, dialect } = pasted
  const found: string[] = []
  if (deployment !== undefined) found.push(`deployment ${deployment}`)
  if (apiVersion !== undefined) found.push(`API version ${apiVersion}`)
  const changes: Partial<EndpointFields> = {}
  if (apiVersion !== undefined) changes.apiVersion = apiVersion
  if (dialect !== undefined) changes.dialect = dialect
  const { path, query, cut } = pasted
  const result = { path, query, base: true, cut, changes, found }
  return deployment === undefined ? result : { ...result, modelId: deployment }
}
