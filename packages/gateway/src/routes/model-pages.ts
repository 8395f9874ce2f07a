/** @file Pages of model lists: Anthropic's by ids, Google's by tokens. */
import { refuseField } from './read-json-body.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** What asks for the next page; `undefined` on the last. */
  readonly next: string | undefined
}

/** Lists are short; who does not ask for pages gets all of it at once. */
const largestPage = 1000

/** `limit`, `after_id`, `before_id`. Throws `ProviderError('invalid-request')`. */
export function pageAnthropic<Item extends { readonly name: string }>(
  all: readonly Item[],
  query: URLSearchParams,
): { readonly items: readonly Item[]; readonly isLast: boolean } {
  const limit = readSize(query, 'limit')
  const before = query.get('before_id')
  if (before !== null) {
    const end = placeOf(all, before, 'before_id')
    const items = all.slice(Math.max(0, end - limit), end)
    return { items, isLast: end - limit <= 0 }
  }
  const after = query.get('after_id')
  const start = after === null ? 0 : placeOf(all, after, 'after_id') + 1
  return { items: all.slice(start, start + limit), isLast: start + limit >= all.length }
}

/** `pageSize`, `pageToken`. Throws `ProviderError('invalid-request')`. */
export function pageGoogle<Item>(all: readonly Item[], query: URLSearchParams): Page<Item> {
  const size = readSize(query, 'pageSize')
  const token = query.get('pageToken') ?? ''
  if (!/^\d{0,6}$/.test(token)) throw refuseField('pageToken', 'it is not one of this list.')
  const start = Number(token)
  const end = start + size
  return { items: all.slice(start, end), next: end < all.length ? String(end) : undefined }
}

function placeOf(all: readonly { readonly name: string }[], id: string, field: string): number {
  const place = all.findIndex(({ name }) => name === id)
  if (place < 0) throw refuseField(field, 'it is not in the list.')
  return place
}

function readSize(query: URLSearchParams, field: string): number {
  const text = query.get(field)
  if (text === null || text === '') return largestPage
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1) {
    throw refuseField(field, 'a whole number from 1 is expected.')
  }
  return Math.min(Number(text), largestPage)
}
