/** @file The names that a client may send, in the list shape of its format. */
import { findModelAnywhere, type JsonObject } from '@patchbay/provider-core'
import type { CatalogueModel, Route } from '@patchbay/provider-core/model'
import type { Exchange } from '../exchange.ts'
import { isAllowed } from '../keys/allowed-models.ts'
import { listNames } from '../names/list-names.ts'
import { sendJson } from '../server/respond.ts'
import type { Destination } from '../server/paths.ts'
import { findCandidates } from './find-candidates.ts'
import { pageAnthropic, pageGoogle, type Page } from './model-pages.ts'

interface ListedModel {
  readonly name: string
  readonly title: string
  readonly groupName: string
  readonly known: CatalogueModel | undefined
}

/** `GET /v1/models`, `/v1beta/models`: what the request's key may use and what leads somewhere. */
export function serveModels(exchange: Exchange): Promise<void> {
  const models = listModels(exchange)
  answer(exchange, encodeList(exchange, models))
  return Promise.resolve()
}

/** `GET /v1/models/{name}`. Any name that a request may send is answered, listed or not. */
export function serveModel(exchange: Exchange, { id }: Destination): Promise<void> {
  const candidates = findCandidates(exchange, id)
  const name = exchange.trace.model ?? ''
  const listed = listModels(exchange).find((model) => model.name === name)
  const [route] = candidates.routes
  const model = listed ?? {
    name,
    title: name,
    groupName: route.endpointName,
    known: findKnown(route),
  }
  answer(exchange, encoders[shapeOf(exchange)](model))
  return Promise.resolve()
}

function listModels({ config, allowedModels }: Exchange): ListedModel[] {
  const models = new Map<string, ListedModel>()
  for (const { name, title, groupName, result } of listNames(config)) {
    if (!result.ok || models.has(name) || !isAllowed(allowedModels, name)) continue
    models.set(name, { name, title: title ?? name, groupName, known: findKnown(result.route) })
  }
  return [...models.values()]
}

function findKnown({ modelId, upstreamModelId }: Route): CatalogueModel | undefined {
  return (findModelAnywhere(upstreamModelId) ?? findModelAnywhere(modelId))?.model
}

type Shape = 'openai' | 'anthropic' | 'google'

function shapeOf({ dialect }: Exchange): Shape {
  if (dialect.id === 'anthropic-messages') return 'anthropic'
  return dialect.id === 'google-generate' ? 'google' : 'openai'
}

function encodeList(exchange: Exchange, models: readonly ListedModel[]): JsonObject {
  const { query } = exchange
  switch (shapeOf(exchange)) {
    case 'anthropic': {
      const { items, isLast } = pageAnthropic(models, query)
      const data = items.map(encoders.anthropic)
      return {
        data,
        has_more: !isLast,
        first_id: items[0]?.name ?? null,
        last_id: items.at(-1)?.name ?? null,
      }
    }
    case 'google': {
      const { items, next }: Page<ListedModel> = pageGoogle(models, query)
      const page = { models: items.map(encoders.google) }
      return next === undefined ? page : { ...page, nextPageToken: next }
    }
    case 'openai':
      return { object: 'list', data: models.map(encoders.openai) }
  }
}

/** Nobody knows when a model was made; clients want a date all the same. */
const created = 0

const encoders: Readonly<Record<Shape, (model: ListedModel) => JsonObject>> = {
  openai: ({ name, groupName }) => ({ id: name, object: 'model', created, owned_by: groupName }),
  /** Source: `ModelInfo` of `@anthropic-ai/sdk` 1.11.0. */
  anthropic: ({ name, title, known }) => ({
    type: 'model',
    id: name,
    display_name: title,
    created_at: new Date(created).toISOString(),
    capabilities: null,
    lifecycle: 'active',
    deprecated_at: null,
    retires_at: null,
    line: null,
    max_input_tokens: known?.contextWindow ?? null,
    max_tokens: known?.maxOutputTokens ?? null,
  }),
  /** Source: `Model` of the Gemini API. */
  google: ({ name, title, known }) => ({
    name: `models/${name}`,
    version: '1',
    displayName: title,
    ...(known?.contextWindow === undefined ? {} : { inputTokenLimit: known.contextWindow }),
    ...(known?.maxOutputTokens === undefined ? {} : { outputTokenLimit: known.maxOutputTokens }),
    supportedGenerationMethods:
      known?.kind === 'embedding'
        ? ['embedContent', 'batchEmbedContents']
        : ['generateContent', 'streamGenerateContent', 'countTokens'],
  }),
}

function answer({ response, trace }: Exchange, body: JsonObject): void {
  trace.status = 200
  sendJson(response, 200, {}, body)
}
