/** @file Spec: Google Vertex: Gemini and Claude in a Google Cloud project. */
import type { BaseUrl } from '../addressing/parse-base-url.ts'
import { withoutQueryNames } from '../addressing/compose-address.ts'
import { decodeSegment } from '../addressing/encode-model-id.ts'
import { addressVertex, readVertexPath, vertexHost, type VertexPath } from '../addressing/vertex.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { checkAddress } from './check-address.ts'
import type { PastedOperation, SpecDefinition } from './spec-definition.ts'
import { vertexLocations } from './vertex-locations.ts'

const dialectChoices: readonly DialectId[] = [
  'google-generate',
  'anthropic-messages',
  'openai-chat',
]

export const googleVertex: SpecDefinition = {
  id: 'google-vertex',
  label: 'Google Vertex',
  purpose: 'Gemini and Claude in your own Google Cloud project.',
  platform: 'vertex',
  takesLabels: true,
  baseUrl: 'fallback',
  baseUrlPlaceholder: 'https://my-endpoint.p.googleapis.com',
  fields: [
    {
      name: 'projectId',
      label: 'Project ID',
      required: true,
      placeholder: 'my-project-123',
    },
    {
      name: 'location',
      label: 'Location',
      required: true,
      placeholder: 'global',
      suggestions: vertexLocations,
    },
  ],
  credentials: [
    {
      id: 'service-account',
      label: 'Service account',
      secrets: [
        {
          name: 'googleCredentials',
          label: 'Google credentials',
          required: true,
          multiline: true,
          hint: 'Paste or drop the JSON key file of a service account.',
        },
      ],
    },
    {
      id: 'adc',
      label: 'Default credentials',
      hint: 'Application default credentials of this machine: your gcloud sign-in, workload identity or the metadata server.',
      onlyByName: true,
      secrets: [],
    },
    {
      id: 'express-key',
      label: 'Express key',
      hint: 'A key of Vertex in express mode. Reaches Gemini models only, without project and location.',
      onlyByName: true,
      without: ['projectId', 'location'],
      secrets: [{ name: 'apiKey', label: 'API key', required: true }],
    },
  ],
  dialectChoices,
  resolveDialect: ({ dialect }, upstreamModelId) => {
    if (dialect !== undefined && dialectChoices.includes(dialect)) return dialect
    const claude = /(?:^|\/)claude|(?:^|\/)publishers\/anthropic\//.test(upstreamModelId)
    return claude ? 'anthropic-messages' : 'google-generate'
  },
  checkFields: (fields) =>
    checkAddress(() =>
      addressVertex(fields, {
        kind: 'chat',
        dialect: 'google-generate',
        modelId: 'model',
        stream: true,
      }),
    ),
  address: addressVertex,
  readPasted,
  ownPath: /\/projects\/[^/]+\/locations\/[^/]+(?:\/|$)/,
}

function readPasted(base: BaseUrl, hostname: string): PastedOperation | undefined {
  const path = readVertexPath(base.path)
  if (path.project === undefined && path.resource === undefined) return undefined
  const changes: Partial<EndpointFields> = {}
  const found: string[] = []
  if (path.project !== undefined && path.location !== undefined) {
    changes.projectId = path.project
    changes.location = path.location
    found.push(`project ${path.project}`, `location ${path.location}`)
  }
  const modelId = pastedModel(path)
  if (modelId !== undefined) found.push(`model ${modelId}`)
  const query = withoutQueryNames(base.query, (name) => name === 'alt')
  const googleHost = path.location !== undefined && hostname === vertexHost(path.location)
  const ownHost = googleHost && path.prefix === '' && query === ''
  const pasted = {
    path: path.prefix,
    query,
    base: !ownHost,
    cut: base.path.slice(path.prefix.length),
    changes,
    found,
  }
  return modelId === undefined ? pasted : { ...pasted, modelId }
}

function pastedModel(path: VertexPath): string | undefined {
  if (path.resource === undefined || path.resource.startsWith('endpoints/openapi/'))
    return undefined
  const id = decodeSegment(path.resource.replace(/^models\//, ''))
  const own =
    path.publisher === undefined || path.publisher === 'google' || path.publisher === 'anthropic'
  return own ? id : `publishers/${path.publisher}/models/${id}`
}
