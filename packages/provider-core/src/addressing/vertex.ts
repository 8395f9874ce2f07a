/**
 * @file Addresses on Google Vertex: regional, global and multi-region hosts, Gemini, Claude, tuned endpoints.
 * Sources: `@google/genai` 3.1.0 ApiClient; anthropic-sdk-typescript `packages/vertex-sdk`. Browser-safe.
 */
import type { EndpointFields, FieldIssue } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { AddressError, type Address, type Operation } from './address.ts'
import {
  composeAddress,
  markAdded,
  withoutQueryNames,
  type AddressPart,
  type QueryPair,
} from './compose-address.ts'
import { googleMethod } from './direct.ts'
import { encodeModelPath, encodeModelSegment } from './encode-model-id.ts'
import { addressExactly } from './exact-address.ts'
import { readBaseUrl, type BaseUrl } from './parse-base-url.ts'

export type VertexFields = Pick<
  EndpointFields,
  'projectId' | 'location' | 'baseUrl' | 'exactUrl' | 'query'
> &
  Partial<Pick<EndpointFields, 'credentialKind'>>

/** A typed Vertex path taken apart; every piece but `prefix` may be missing. */
export interface VertexPath {
  readonly prefix: string
  readonly version: string | undefined
  readonly project: string | undefined
  readonly location: string | undefined
  readonly publisher: string | undefined
  /** `models/{id}` or `endpoints/{id}`, without the method. */
  readonly resource: string | undefined
  readonly method: string | undefined
}

const vertexPath = new RegExp(
  '^(?<prefix>.*?)' +
    '(?:/(?<version>v1|v1beta1))?' +
    '(?:/projects/(?<project>[^/]+)/locations/(?<location>[^/]+))?' +
    '(?:/publishers/(?<publisher>[^/]+))?' +
    '(?:/(?<resource>endpoints/openapi/chat/completions|(?:models|endpoints)/[^/:]+)(?::(?<method>[a-zA-Z]+))?)?$',
)

/** Takes a Vertex path (no slash at its end) apart. */
export function readVertexPath(path: string): VertexPath {
  const groups = vertexPath.exec(path)?.groups ?? {}
  return {
    prefix: groups['prefix'] ?? '',
    version: groups['version'],
    project: groups['project'],
    location: groups['location'],
    publisher: groups['publisher'],
    resource: groups['resource'],
    method: groups['method'],
  }
}

/** Host of a location: `global` has none of its own, `us` and `eu` are multi-regions, the rest are regional. */
export function vertexHost(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com'
  if (location === 'us' || location === 'eu') return `aiplatform.${location}.rep.googleapis.com`
  return `${location}-aiplatform.googleapis.com`
}

/**
 * Where an operation is sent on Vertex. A base URL overrides the host; what it already says (version,
 * project and location) is not said again.
 *
 * @returns `undefined` where Vertex has no such operation.
 * @throws AddressError with an issue for each field to mend.
 */
export function addressVertex(fields: VertexFields, operation: Operation): Address | undefined {
  if (fields.exactUrl) return addressExactly(fields, operation)
  const typed = readBaseUrl(fields)
  const said = readVertexPath(typed?.path ?? '')
  const scope = fields.credentialKind === 'express-key' ? undefined : requireScope(fields, said)
  const method = operation.kind === 'list-models' ? 'GET' : 'POST'
  const target =
    operation.kind === 'list-models' ? listTarget(operation) : modelTarget(operation, scope)
  if (target === undefined) return undefined
  const version = operation.kind === 'list-models' ? 'v1beta1' : (said.version ?? target.version)
  const pieces = { method, operationQuery: target.query, rows: fields.query } as const
  if (typed !== undefined) {
    const path = `${said.prefix}/${version}/${target.path}`
    return composeAddress({
      ...pieces,
      parts: markAdded(typed.origin, typed.path, path),
      baseQuery: keptQuery(typed, said),
    })
  }
  return composeAddress({ ...pieces, parts: hostParts(scope, version, target.path), baseQuery: '' })
}

type ModelOperation = Exclude<Operation, { kind: 'list-models' }>

interface VertexScope {
  readonly project: string
  readonly location: string
}

interface VertexTarget {
  /** Path behind the version. */
  readonly path: string
  readonly query: readonly QueryPair[]
  /** Used where the base URL names none. */
  readonly version: 'v1' | 'v1beta1'
}

function requireScope(fields: VertexFields, said: VertexPath): VertexScope {
  if (said.project !== undefined && said.location !== undefined) {
    return { project: said.project, location: said.location }
  }
  const project = fields.projectId?.trim() ?? ''
  const location = fields.location?.trim() ?? ''
  const issues: FieldIssue[] = []
  if (project === '') {
    issues.push({
      field: 'projectId',
      message: 'Type the project ID. It stands in the service-account JSON as project_id.',
    })
  } else if (!/^[a-z0-9][a-z0-9.:-]*$/i.test(project)) {
    issues.push({
      field: 'projectId',
      message: 'A project ID has letters, digits and - only, such as my-project-123.',
    })
  }
  if (location === '') {
    issues.push({
      field: 'location',
      message: 'Choose the location, such as europe-west4 or global.',
    })
  } else if (!/^[a-z]+(?:-[a-z0-9]+)*$/.test(location)) {
    issues.push({
      field: 'location',
      message: 'Type the location as Google writes it, such as europe-west4 or global.',
    })
  }
  if (issues.length > 0) throw new AddressError(issues)
  return { project, location }
}

function listTarget(operation: Operation & { kind: 'list-models' }): VertexTarget {
  const query: QueryPair[] =
    operation.pageToken === undefined ? [] : [['pageToken', operation.pageToken]]
  return { path: 'publishers/google/models', query, version: 'v1beta1' }
}

/** @param scope `undefined` for express keys, which have no project. */
function modelTarget(
  operation: ModelOperation,
  scope: VertexScope | undefined,
): VertexTarget | undefined {
  const dialect = 'dialect' in operation ? operation.dialect : 'google-generate'
  if (scope === undefined) return expressTarget(operation, dialect)
  const root = `projects/${scope.project}/locations/${scope.location}`
  if (operation.kind === 'chat' && dialect === 'openai-chat') {
    return { path: `${root}/endpoints/openapi/chat/completions`, query: [], version: 'v1' }
  }
  if (operation.kind === 'count-tokens' && dialect === 'anthropic-messages') {
    // The model stands in the body (source: anthropic-sdk-typescript `packages/vertex-sdk`).
    const path = `${root}/publishers/anthropic/models/count-tokens:rawPredict`
    return { path, query: [], version: 'v1' }
  }
  const method = vertexMethod(operation, dialect)
  return method === undefined
    ? undefined
    : methodTarget(resourcePath(operation.modelId, dialect, root), method)
}

/** `embedContent` is called under the version that Google's own SDK uses. */
function methodTarget(resource: string, method: string): VertexTarget {
  return {
    path: `${resource}:${method}`,
    query: method === 'streamGenerateContent' ? [['alt', 'sse']] : [],
    version: method === 'embedContent' ? 'v1beta1' : 'v1',
  }
}

/** Express keys reach Google's own models only (source: "Vertex AI in express mode REST API reference"). */
function expressTarget(operation: ModelOperation, dialect: DialectId): VertexTarget | undefined {
  const id = operation.modelId.replace(/^(?:publishers\/google\/)?models\//, '')
  if (dialect !== 'google-generate' || /\/|^\d+$/.test(id)) {
    throw new AddressError([
      {
        field: 'credentialKind',
        message: `An express API key reaches Gemini models only, not ${operation.modelId}. Use a service account or application default credentials.`,
      },
    ])
  }
  const method = googleMethod(operation)
  if (method === undefined) return undefined
  const model = encodeModelSegment(id).replaceAll('%40', '@')
  return methodTarget(`publishers/google/models/${model}`, method)
}

function vertexMethod(operation: ModelOperation, dialect: DialectId): string | undefined {
  if (dialect === 'google-generate') return googleMethod(operation)
  if (dialect !== 'anthropic-messages' || operation.kind !== 'chat') return undefined
  return operation.stream ? 'streamRawPredict' : 'rawPredict'
}

/**
 * Ids may be bare, a publisher's (`publishers/…` or `vendor/model`), a tuned endpoint's (`endpoints/…` or
 * its number), or whole resource names.
 */
function resourcePath(modelId: string, dialect: DialectId, root: string): string {
  const id = modelId.replace(/^models\//, '')
  if (id.startsWith('projects/')) return encodeModelPath(id)
  if (id.startsWith('publishers/') || id.startsWith('endpoints/'))
    return `${root}/${encodeModelPath(id)}`
  if (/^\d+$/.test(id)) return `${root}/endpoints/${id}`
  const slash = id.indexOf('/')
  const own = dialect === 'anthropic-messages' ? 'anthropic' : 'google'
  const publisher = slash < 0 ? own : encodeModelSegment(id.slice(0, slash))
  const model = encodeModelSegment(id.slice(slash + 1)).replaceAll('%40', '@')
  return `${root}/publishers/${publisher}/models/${model}`
}

function hostParts(scope: VertexScope | undefined, version: string, path: string): AddressPart[] {
  if (scope === undefined)
    return [{ text: `https://${vertexHost('global')}/${version}/${path}`, added: false }]
  const host = vertexHost(scope.location)
  const own = scope.location === 'global' ? -1 : host.indexOf(scope.location)
  const hostPieces: AddressPart[] =
    own < 0
      ? [{ text: `https://${host}`, added: false }]
      : [
          { text: `https://${host.slice(0, own)}`, added: false },
          { text: scope.location, added: true },
          { text: host.slice(own + scope.location.length), added: false },
        ]
  const scoped = `projects/${scope.project}/locations/${scope.location}`
  if (!path.startsWith(scoped))
    return [...hostPieces, { text: `/${version}/${path}`, added: false }]
  return [
    ...hostPieces,
    { text: `/${version}/projects/`, added: false },
    { text: scope.project, added: true },
    { text: '/locations/', added: false },
    { text: scope.location, added: true },
    { text: path.slice(scoped.length), added: false },
  ]
}

/** `alt=sse` of a pasted stream URL belongs to that operation, not to the base. */
function keptQuery(typed: BaseUrl, said: VertexPath): string {
  return said.method === undefined
    ? typed.query
    : withoutQueryNames(typed.query, (name) => name === 'alt')
}
