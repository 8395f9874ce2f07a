/** @file Puts an address together from its pieces; the query of the base URL survives, rows come after it. Browser-safe. */
import type { Address } from './address.ts'

export type AddressPart = Address['parts'][number]
export type QueryPair = readonly [name: string, value: string]

export interface AddressPieces {
  readonly method: Address['method']
  /** Origin and path. */
  readonly parts: readonly AddressPart[]
  /** Query of the base URL, without its question mark; kept letter for letter. */
  readonly baseQuery: string
  /** What the operation itself needs; replaces a parameter of the same name in the base URL. */
  readonly operationQuery?: readonly QueryPair[]
  /** The endpoint's query parameters; each replaces every parameter of the same name. */
  readonly rows: Readonly<Record<string, string>>
}

/** Joins path and query and gives the URL whole and in pieces. */
export function composeAddress(pieces: AddressPieces): Address {
  const rows = Object.entries(pieces.rows)
  const rowNames = new Set(rows.map(([name]) => name))
  const own = (pieces.operationQuery ?? []).filter(([name]) => !rowNames.has(name))
  const replaced = new Set([...rowNames, ...own.map(([name]) => name)])
  const kept = withoutQueryNames(pieces.baseQuery, (name) => replaced.has(name))
  const appended = [...own, ...rows].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  const parts = [...pieces.parts]
  if (kept !== '') parts.push({ text: `?${kept}`, added: false })
  if (appended.length > 0) {
    parts.push({ text: (kept === '' ? '?' : '&') + appended.join('&'), added: true })
  }
  const joined = joinParts(parts)
  return { method: pieces.method, url: joined.map((part) => part.text).join(''), parts: joined }
}

/** A query string without the parameters whose decoded name matches; everything else stays letter for letter. */
export function withoutQueryNames(query: string, matches: (name: string) => boolean): string {
  return query
    .split('&')
    .filter((pair) => pair !== '' && !matches(readQueryName(pair)))
    .join('&')
}

/** Decoded name of one `name=value` pair. */
export function readQueryName(pair: string): string {
  return decodeLoosely(pair.split('=', 1)[0] ?? '')
}

/** Decoded value of one `name=value` pair. */
export function readQueryText(pair: string): string {
  return decodeLoosely(pair.includes('=') ? pair.slice(pair.indexOf('=') + 1) : '')
}

/** Decoded value of the first parameter of that name, or `undefined`. */
export function readQueryValue(query: string, name: string): string | undefined {
  const pair = query
    .split('&')
    .find((candidate) => candidate !== '' && readQueryName(candidate) === name)
  return pair === undefined ? undefined : readQueryText(pair)
}

/**
 * Marks what was put behind a typed base: the whole segments that both paths share count as typed.
 *
 * @param origin Origin as typed.
 * @param typedPath Path as typed, no slash at its end.
 * @param finalPath Path that is called.
 */
export function markAdded(origin: string, typedPath: string, finalPath: string): AddressPart[] {
  const typed = typedPath.split('/')
  const final = finalPath.split('/')
  let shared = 0
  while (shared < typed.length && shared < final.length && typed[shared] === final[shared])
    shared += 1
  const keptPath = final.slice(0, shared).join('/')
  return [
    { text: origin + keptPath, added: false },
    { text: finalPath.slice(keptPath.length), added: true },
  ]
}

function joinParts(parts: readonly AddressPart[]): AddressPart[] {
  const joined: AddressPart[] = []
  for (const part of parts) {
    if (part.text === '') continue
    const last = joined.at(-1)
    if (last !== undefined && last.added === part.added) {
      joined[joined.length - 1] = { text: last.text + part.text, added: part.added }
    } else {
      joined.push(part)
    }
  }
  return joined
}

function decodeLoosely(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
