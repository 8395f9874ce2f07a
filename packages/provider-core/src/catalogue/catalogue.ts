/** @file The table of contents of the provider catalogue, and how to look things up in it. */
import { bedrockGeoIds, type CatalogueModel, type CatalogueProvider } from '../model/catalogue.ts'
import type { SpecId } from '../model/spec.ts'
import { alibaba } from './alibaba.ts'
import { anthropic } from './anthropic.ts'
import { cerebras } from './cerebras.ts'
import { cohere } from './cohere.ts'
import { deepseek } from './deepseek.ts'
import { google } from './google.ts'
import { groq } from './groq.ts'
import { mistral } from './mistral.ts'
import { moonshot } from './moonshot.ts'
import { rankBySimilarity } from './model-id-similarity.ts'
import { openai } from './openai.ts'
import { perplexity } from './perplexity.ts'
import { xai } from './xai.ts'

export { isPlausiblePlatformId, suggestPlatformId, type CloudPlatform } from './platform-ids.ts'

/** Every vendor known to the app, in the order in which they are shown. */
export const catalogue: readonly CatalogueProvider[] = [
  anthropic,
  openai,
  google,
  xai,
  mistral,
  deepseek,
  cohere,
  groq,
  perplexity,
  moonshot,
  alibaba,
  cerebras,
]

/** A model together with the provider that lists it. */
export interface CatalogueEntry {
  provider: CatalogueProvider
  model: CatalogueModel
}

/** The provider with exactly this id. */
export function findProvider(providerId: string): CatalogueProvider | undefined {
  return catalogue.find((provider) => provider.id === providerId)
}

/** The model with exactly this id at that provider. */
export function findModel(providerId: string, modelId: string): CatalogueModel | undefined {
  return findProvider(providerId)?.models.find((model) => model.id === modelId)
}

/** The first provider, in catalogue order, that lists exactly this model id. */
export function findModelAnywhere(modelId: string): CatalogueEntry | undefined {
  for (const provider of catalogue) {
    const model = provider.models.find((candidate) => candidate.id === modelId)
    if (model) return { provider, model }
  }
  return undefined
}

/** Whether a platform calls a known model by this id; on Bedrock also with the prefix of a geography. */
export function isKnownPlatformId(specId: SpecId, modelId: string): boolean {
  if (specId !== 'amazon-bedrock' && specId !== 'google-vertex') return false
  const dot = modelId.indexOf('.')
  const geos: readonly string[] = ['us-gov', ...bedrockGeoIds]
  const hasGeo = specId === 'amazon-bedrock' && geos.includes(modelId.slice(0, dot))
  const bare = hasGeo ? modelId.slice(dot + 1) : modelId
  return catalogue.some(({ models }) =>
    models.some(({ platformIds }) => platformIds?.[specId] === bare),
  )
}

/**
 * Known model ids that a mistyped id may stand for, best first; none when nothing is alike.
 *
 * @param options.limit how many at most
 * @param options.within a provider id, or the ids to choose from; the whole catalogue by default
 */
export function nearestModelIds(
  modelId: string,
  options: { limit: number; within?: string | readonly string[] | undefined },
): string[] {
  return rankBySimilarity(modelId, candidateIds(options.within)).slice(0, options.limit)
}

function candidateIds(within: string | readonly string[] | undefined): readonly string[] {
  if (within === undefined) return catalogue.flatMap(modelIdsOf)
  if (typeof within !== 'string') return within
  const provider = findProvider(within)
  return provider ? modelIdsOf(provider) : []
}

function modelIdsOf(provider: CatalogueProvider): string[] {
  return provider.models.map((model) => model.id)
}
