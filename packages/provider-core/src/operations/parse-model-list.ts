/** @file Reads model ids out of every shape in which endpoints list their models. */
import type { JsonObject } from '../dialects/dialect.ts'

export interface ModelPage {
  readonly models: string[]
  /** Token of the next page, when there is one. */
  readonly nextPageToken: string | undefined
}

/** Where the list stands: OpenAI, Anthropic and Azure; Google and Ollama; Bedrock; Vertex; others. */
const listFields = [
  'data',
  'models',
  'modelSummaries',
  'publisherModels',
  'value',
  'results',
  'items',
]
const idFields = ['id', 'modelId', 'name', 'model']

/** Parses one page; `undefined` when `body` is no model list. Google's resource prefixes are cut off. */
export function parseModelPage(body: unknown): ModelPage | undefined {
  if (Array.isArray(body)) return { models: readIds(body), nextPageToken: undefined }
  if (!isObject(body)) return undefined
  const list = listFields.map((field) => body[field]).find(Array.isArray)
  if (list === undefined) {
    // Google leaves an empty list out altogether; an error object is no list.
    return Object.keys(body).length === 0 ? { models: [], nextPageToken: undefined } : undefined
  }
  return { models: readIds(list), nextPageToken: readNextPage(body) }
}

function readIds(list: readonly unknown[]): string[] {
  const ids = list.map((item) => {
    if (typeof item === 'string') return item
    if (!isObject(item)) return undefined
    return idFields
      .map((field) => item[field])
      .find((value) => typeof value === 'string' && value !== '')
  })
  return ids
    .filter((id): id is string => typeof id === 'string')
    .map((id) => id.replace(/^(?:publishers\/[^/]+\/)?models\//, ''))
}

function readNextPage(body: JsonObject): string | undefined {
  if (body['has_more'] === true) return text(body['last_id'])
  return text(body['nextPageToken']) ?? text(body['nextToken']) ?? text(body['next_page_token'])
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
