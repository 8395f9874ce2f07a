/**
 * @file Addresses on Azure OpenAI and Azure AI Foundry, from a resource name or a base URL.
 * Shapes: Microsoft Learn "api-version-lifecycle"; openai-node 7.55 `src/azure.ts`. Browser-safe.
 */
import type { EndpointFields, FieldIssue } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { AddressError, type Address, type Operation } from './address.ts'
import { readAzureBase, type AzureBase } from './azure-base.ts'
import {
  composeAddress,
  markAdded,
  readQueryValue,
  type AddressPart,
  type QueryPair,
} from './compose-address.ts'
import { anthropicMessagesPath } from './direct.ts'
import { encodeModelSegment } from './encode-model-id.ts'
import { addressExactly } from './exact-address.ts'
import { readBaseUrl } from './parse-base-url.ts'

export type AzureFields = Pick<
  EndpointFields,
  'resourceName' | 'baseUrl' | 'exactUrl' | 'query' | 'apiVersion' | 'dialect'
>

/** Where requests start: built from the resource name, or typed. */
interface AzureSite {
  readonly base: AzureBase
  readonly query: string
  /** Marks what was typed in the final path. */
  readonly mark: (path: string) => readonly AddressPart[]
}

const apiVersionPattern = /^(?:v1|preview|latest|\d{4}-\d{2}-\d{2}(?:-[a-z0-9]+)?)$/
const datedPattern = /^\d{4}-/

/**
 * Where an operation is sent on Azure. Without an API version (or with `v1` / `preview`) the v1 API is
 * used, the deployment name being the body's `model`; a dated version puts the deployment in the path.
 *
 * @returns `undefined` where Azure has no such operation.
 * @throws AddressError with an issue for each field to mend.
 */
export function addressAzure(fields: AzureFields, operation: Operation): Address | undefined {
  if (fields.exactUrl) return addressExactly(fields, operation)
  const dialect = dialectOf(operation, fields)
  const site = readSite(fields, dialect)
  const version = readVersion(fields, site.query)
  const dated = version !== undefined && datedPattern.test(version)
  const path = operationPath(site.base, operation, dialect, dated)
  if (path === undefined) return undefined
  requireVersion(site.base, path, dated)
  return composeAddress({
    method: operation.kind === 'list-models' ? 'GET' : 'POST',
    parts: site.mark(path),
    baseQuery: site.query,
    operationQuery: versionQuery(fields, path),
    rows: fields.query,
  })
}

/** Wire format whose host and paths are called: embeddings, images and completions are OpenAI's. */
function dialectOf(operation: Operation, fields: AzureFields): DialectId {
  if (operation.kind === 'list-models') return resolveAzureDialect(fields)
  return 'dialect' in operation ? operation.dialect : 'openai-chat'
}

function operationPath(
  base: AzureBase,
  operation: Operation,
  dialect: DialectId,
  dated: boolean,
): string | undefined {
  switch (operation.kind) {
    case 'chat':
      return chatPath(base, dialect, operation.modelId, dated)
    case 'list-models':
      return listPath(base, dialect, dated)
    case 'embed':
      return deploymentPath(base, operation.modelId, dated, 'embeddings')
    case 'image':
      return deploymentPath(base, operation.modelId, dated, 'images/generations')
    case 'complete':
      return deploymentPath(base, operation.modelId, dated, 'completions')
    case 'count-tokens':
      return dialect === 'anthropic-messages' ? `${anthropicPath(base)}/count_tokens` : undefined
  }
}

/**
 * The wire format of an Azure endpoint: the chosen one, else the one whose path the base URL names
 * (`/anthropic`, `/responses`), else chat completions.
 */
export function resolveAzureDialect(fields: Pick<AzureFields, 'dialect' | 'baseUrl'>): DialectId {
  if (fields.dialect !== undefined) return fields.dialect
  const path = fields.baseUrl === undefined ? '' : pathOf(fields.baseUrl)
  const { base, cut } = readAzureBase(path)
  if (base.kind === 'anthropic') return 'anthropic-messages'
  return cut === '/responses' ? 'openai-responses' : 'openai-chat'
}

function pathOf(typed: string): string {
  const text = typed.trim()
  return URL.canParse(text) ? new URL(text).pathname.replace(/\/+$/, '') : ''
}

function readSite(fields: AzureFields, dialect: DialectId): AzureSite {
  const typed = readBaseUrl(fields)
  if (typed !== undefined) {
    return {
      base: readAzureBase(typed.path).base,
      query: typed.query,
      mark: (path) => markAdded(typed.origin, typed.path, path),
    }
  }
  const name = fields.resourceName?.trim() ?? ''
  const [before, after] = resourceHost(name, dialect)
  return {
    base: { kind: 'root', prefix: '' },
    query: '',
    mark: (path) => [
      { text: `https://${before}`, added: false },
      { text: name, added: true },
      { text: after + path, added: false },
    ],
  }
}

/** What stands around the resource name in the host. A whole Azure host is taken as it is. */
function resourceHost(name: string, dialect: DialectId): [before: string, after: string] {
  if (name === '') throw new AddressError([resourceIssue('Type the resource name, or a base URL.')])
  if (/^[a-z0-9][a-z0-9-]*$/i.test(name)) {
    return ['', dialect === 'anthropic-messages' ? '.services.ai.azure.com' : '.openai.azure.com']
  }
  if (/^[a-z0-9.-]+\.azure\.(?:com|us|cn)$/i.test(name)) return ['', '']
  throw new AddressError([
    resourceIssue(
      'A resource name has letters, digits and - only, such as my-resource. A whole address goes into Base URL.',
    ),
  ])
}

function resourceIssue(message: string): FieldIssue {
  return { field: 'resourceName', message }
}

function chatPath(
  base: AzureBase,
  dialect: DialectId,
  modelId: string,
  dated: boolean,
): string | undefined {
  switch (dialect) {
    case 'anthropic-messages':
      return anthropicPath(base)
    case 'openai-responses':
      if (base.kind === 'plain') return `${base.prefix}/responses`
      return dated && base.kind !== 'v1'
        ? `${base.prefix}/openai/responses`
        : `${base.prefix}/openai/v1/responses`
    case 'openai-chat':
      return deploymentPath(base, modelId, dated, 'chat/completions')
    case 'google-generate':
    case 'bedrock-converse':
      return undefined
  }
}

/** An operation that dated versions have below a deployment. */
function deploymentPath(
  base: AzureBase,
  modelId: string,
  dated: boolean,
  operation: string,
): string {
  switch (base.kind) {
    case 'deployment':
      return `${base.prefix}/openai/deployments/${base.deployment}/${operation}`
    case 'inference':
      return `${base.prefix}/models/${operation}`
    case 'plain':
      return `${base.prefix}/${operation}`
    case 'v1':
      return `${base.prefix}/openai/v1/${operation}`
    case 'root':
    case 'anthropic':
      return dated
        ? `${base.prefix}/openai/deployments/${encodeModelSegment(modelId)}/${operation}`
        : `${base.prefix}/openai/v1/${operation}`
  }
}

/** Claude on Foundry: `…/anthropic/v1/messages` beside `…/openai`. */
function anthropicPath(base: AzureBase): string {
  return base.kind === 'plain'
    ? anthropicMessagesPath(base.prefix)
    : `${base.prefix}/anthropic/v1/messages`
}

function listPath(base: AzureBase, dialect: DialectId, dated: boolean): string | undefined {
  if (dialect === 'anthropic-messages') return undefined
  switch (base.kind) {
    case 'inference':
    case 'anthropic':
      return undefined
    case 'plain':
      return `${base.prefix}/models`
    case 'v1':
      return `${base.prefix}/openai/v1/models`
    case 'deployment':
      return `${base.prefix}/openai/models`
    case 'root':
      return dated ? `${base.prefix}/openai/models` : `${base.prefix}/openai/v1/models`
  }
}

/** The field goes before a query row, and that before the base URL's own query. */
function readVersion(fields: AzureFields, baseQuery: string): string | undefined {
  const version = fields.apiVersion?.trim()
  if (version === undefined || version === '') {
    return fields.query['api-version'] ?? readQueryValue(baseQuery, 'api-version')
  }
  if (!apiVersionPattern.test(version)) {
    throw new AddressError([
      {
        field: 'apiVersion',
        message:
          'An API version looks like 2024-10-21, 2025-04-01-preview, v1 or preview. Left empty, the v1 API is used.',
      },
    ])
  }
  return version
}

/** Paths outside the v1 API, and outside a gateway's own, answer 404 without a dated version. */
function requireVersion(base: AzureBase, path: string, dated: boolean): void {
  const needed = base.kind === 'inference' || base.kind === 'deployment'
  if (!needed || dated || isVersionless(path)) return
  throw new AddressError([
    {
      field: 'apiVersion',
      message: 'This base URL needs an API version, such as 2024-10-21.',
    },
  ])
}

/** The v1 API takes `v1` and `preview` only; a dated version typed beside a v1 base URL is left out. */
function versionQuery(fields: AzureFields, path: string): QueryPair[] {
  const version = fields.apiVersion?.trim()
  if (version === undefined || version === '') return []
  if (datedPattern.test(version) && isVersionless(path)) return []
  return [['api-version', version]]
}

function isVersionless(path: string): boolean {
  return /\/openai\/v1\/|\/anthropic\/v1\//.test(path)
}
