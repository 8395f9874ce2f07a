/** @file Refuses what a known model cannot do, before anything is sent. What is not known never refuses. */
import { ProviderError } from '../errors/provider-error.ts'
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'
import type { ChatRequest } from '../model/chat-request.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Route } from '../model/route.ts'
import { catalogue as everyProvider } from '../catalogue/catalogue.ts'
import { rankBySimilarity } from '../catalogue/model-id-similarity.ts'
import { needsOfChat, type Need } from './request-needs.ts'

/** What is asked of a model. */
export type CapabilityQuestion =
  | { readonly kind: 'chat'; readonly request: ChatRequest }
  | { readonly kind: 'complete' }
  | { readonly kind: 'embedding' }
  | { readonly kind: 'image' }

const nearestLimit = 3

/**
 * Why the model of `route` cannot do what is asked.
 *
 * @param endpoint Where it goes: able models are looked for among its own first.
 * @param catalogue Known models; tests hand in a small one of their own.
 * @returns The refusal (`invalid-request`) with the reason and the nearest able models; `undefined` when the
 * model can, when nobody knows, or when the id is unverified.
 */
export function checkCapabilities(
  route: Pick<Route, 'providerId' | 'modelId' | 'upstreamModelId' | 'mapped' | 'verified'>,
  endpoint: Pick<Endpoint, 'models' | 'modelMapping'>,
  question: CapabilityQuestion,
  catalogue: readonly CatalogueProvider[] = everyProvider,
): ProviderError | undefined {
  if (!route.verified) return undefined
  const known = recallKnown(route, catalogue)
  if (known === undefined) return undefined
  const needs = readNeeds(question)
  const missing = needs.find((need) => !need.isMet(known.model))
  if (missing === undefined) return undefined
  const able = (model: CatalogueModel): boolean => needs.every((need) => need.isMet(model))
  const nearest = findNearest(route, endpoint, known.provider, able, catalogue)
  const hint =
    nearest.length === 0
      ? ''
      : ` ${nearest.length === 1 ? 'A model that can' : 'Models that can'}: ${nearest.join(', ')}.`
  return new ProviderError({
    code: 'invalid-request',
    message: `${known.model.name} ${missing.words}. Nothing was sent.${hint}`,
  })
}

interface Known {
  readonly provider: CatalogueProvider
  readonly model: CatalogueModel
}

type KnownRoute = Parameters<typeof checkCapabilities>[0]

/** What the catalogue says of a route never changes, and looking through all of it costs every request. */
const recalled = new WeakMap<KnownRoute, Known | 'unknown'>()

function recallKnown(
  route: KnownRoute,
  catalogue: readonly CatalogueProvider[],
): Known | undefined {
  if (catalogue !== everyProvider) return findKnown(route, catalogue)
  const before = recalled.get(route)
  if (before !== undefined) return before === 'unknown' ? undefined : before
  const known = findKnown(route, catalogue)
  recalled.set(route, known ?? 'unknown')
  return known
}

/** An id that the mapping names and the catalogue knows says more than the id that was asked for. */
function findKnown(
  { providerId, modelId, upstreamModelId, mapped }: KnownRoute,
  catalogue: readonly CatalogueProvider[],
): Known | undefined {
  const find = (id: string, providers: readonly CatalogueProvider[]): Known | undefined => {
    for (const provider of providers) {
      const model = provider.models.find((candidate) => isNamed(candidate, id))
      if (model !== undefined) return { provider, model }
    }
    return undefined
  }
  const own = catalogue.filter(({ id }) => providerId === undefined || id === providerId)
  const upstream = mapped ? find(upstreamModelId, catalogue) : undefined
  return upstream ?? find(modelId, own)
}

function isNamed({ id, platformIds }: CatalogueModel, asked: string): boolean {
  if (id === asked) return true
  const bare = asked.replace(/^(?:us|eu|jp|au|in|ca|apac|global|us-gov)\./, '')
  return Object.values(platformIds ?? {}).some((known) => known === asked || known === bare)
}

function readNeeds(question: CapabilityQuestion): readonly Need[] {
  switch (question.kind) {
    case 'chat':
      return [chatKind, ...needsOfChat(question.request)]
    case 'complete':
      return [chatKind]
    case 'embedding':
      return [{ isMet: ({ kind }) => kind === 'embedding', words: 'makes no embeddings' }]
    case 'image':
      return [
        {
          isMet: ({ kind, output }) => kind === 'image' || output?.includes('image') === true,
          words: 'makes no images',
        },
      ]
  }
}

/** Models that draw may talk, too; those that only draw or embed do not. */
const chatKind: Need = {
  isMet: ({ kind, output }) =>
    kind === 'chat' || (kind === 'image' && (output === undefined || output.includes('text'))),
  words: 'does not chat: it makes embeddings or images only',
}

/** Able models: the endpoint's own where it names some, else those of the same provider, most alike first. */
function findNearest(
  { modelId }: Pick<Route, 'modelId'>,
  endpoint: Pick<Endpoint, 'models' | 'modelMapping'>,
  provider: CatalogueProvider,
  able: (model: CatalogueModel) => boolean,
  catalogue: readonly CatalogueProvider[],
): string[] {
  const models = catalogue.flatMap((each) => each.models)
  const own = [...new Set([...endpoint.models, ...Object.keys(endpoint.modelMapping)])].filter(
    (id) => models.some((model) => isNamed(model, id) && able(model)),
  )
  const ids = own.length > 0 ? own : provider.models.filter(able).map(({ id }) => id)
  const alike = rankBySimilarity(modelId, ids)
  return [...new Set([...alike, ...ids])].slice(0, nearestLimit)
}
