/** @file Reads model ids out of every shape in which endpoints list their models. */
import type { JsonObject } from '../dialects/dialect.ts'
import { isObject, readText } from '../dialects/read-json.ts'

export interface ModelPage {
  readonly models: string[]
  /** Of them, those that cannot be called by their own id: Bedrock reaches them through an inference profile only. */
  readonly indirect?: readonly string[]
  /** Token of the next page, when there is one. */
  readonly nextPageToken: string | undefined
}

/** Where the list stands: OpenAI, Anthropic and Azure; Google and Ollama; Bedrock; Vertex; others. */
const listFields = [
  'data',
  'models',
  'modelSummaries',
  'inferenceProfileSummaries',
  'publisherModels',
  'value',
  'results',
  'items',
]
const idFields = ['id', 'modelId', 'inferenceProfileId', 'name', 'model']

/** Parses one page; `undefined` when `body` is no model list. Google's resource prefixes are cut off. */
export function parseModelPage(body: unknown): ModelPage | undefined {
  if (Array.isArray(body)) return { models: readIds(body), nextPageToken: undefined }
  if (!isObject(body)) return undefined
  const list = listFields.map((field) => body[field]).find(Array.isArray)
  if (list === undefined) {
    // Google leaves an empty list out altogether; an error object is no list.
    return Object.keys(body).length === 0 ? { models: [], nextPageToken: undefined } : undefined
  }
  const indirect = list.filter(isIndirect)
  return {
    models: readIds(list),
    ...(indirect.length === 0 ? {} : { indirect: readIds(indirect) }),
    nextPageToken: readNextPage(body),
  }
}

function isIndirect(item: unknown): boolean {
  const types = isObject(item) ? item['inferenceTypesSupported'] : undefined
  return (
    Array.isArray(types) && types.length > 0 && types.every((type) => type === 'INFERENCE_PROFILE')
  )
}

/** An account's own profile is called by its ARN, one of AWS by its id. */
function readId(item: JsonObject): string | undefined {
  const fields = item['type'] === 'APPLICATION' ? ['inferenceProfileArn', ...idFields] : idFields
  return fields
    .map((field) => item[field])
    .find((value): value is string => typeof value === 'string' && value !== '')
}

function readIds(list: readonly unknown[]): string[] {
  const ids = list.map((item) => {
    if (typeof item === 'string') return item
    return isObject(item) ? readId(item) : undefined
  })
  return ids
    .filter((id): id is string => typeof id === 'string')
    .map((id) => id.replace(/^(?:publishers\/[^/]+\/)?models\//, ''))
}

function readNextPage(body: JsonObject): string | undefined {
  if (body['has_more'] === true) return readText(body['last_id'])
  return (
    readText(body['nextPageToken']) ??
    readText(body['nextToken']) ??
    readText(body['next_page_token'])
  )
}
