import type { FoundServer } from '#contract/discovery-contract'
import { wordCount } from '../../lib/time-words.ts'

/** What a found server offers: "2 models", or that it wants a key first. */
export function wordOffer({ models, wantsKey }: Pick<FoundServer, 'models' | 'wantsKey'>): string {
  if (wantsKey) return 'wants a key'
  return models.length === 0 ? 'no models yet' : wordCount(models.length, 'model')
}

/** Host and port of a base URL. */
export function hostOfServer({ baseUrl }: Pick<FoundServer, 'baseUrl'>): string {
  return new URL(baseUrl).host
}

/** "3 ms", "0.4 s". */
export function wordAnswer(ms: number): string {
  return ms < 100 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`
}
