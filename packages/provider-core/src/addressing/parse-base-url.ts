/** @file A typed base URL: taken apart, or refused in words that say what to do. Browser-safe. */
import type { FieldIssue } from '../model/endpoint.ts'
import { AddressError } from './address.ts'
import { isLoopback } from './is-loopback.ts'

/** A base URL in the pieces that addressing works with. */
export interface BaseUrl {
  /** Scheme, host and port. */
  readonly origin: string
  /** Path without slashes at its end; empty for the root. */
  readonly path: string
  /** Query without its question mark, as it was typed. */
  readonly query: string
  /** Path as typed, slash at the end included: for "Use this URL exactly". */
  readonly exactPath: string
}

export type ParsedBaseUrl =
  | { readonly ok: true; readonly base: BaseUrl }
  /** `suggestion`: the text with the fault mended, where there is one plain mend. */
  | { readonly ok: false; readonly issue: FieldIssue; readonly suggestion?: string }

/**
 * Takes a typed base URL apart.
 *
 * @param text What was typed; space around it is ignored.
 * @returns The pieces, or the issue for the field `baseUrl`. A text that may hold a password is never repeated in it.
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const typed = text.trim()
  if (typed === '') return refuse('Type the base URL, such as https://host.example/v1.')
  if (/\s/.test(typed)) {
    const suggestion = typed.replace(/\s+/g, '')
    return refuse('Take the space out of the URL.', looksSecret(typed) ? undefined : suggestion)
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase()
  if (scheme === undefined) return refuseWithoutScheme(typed)
  if (scheme !== 'http' && scheme !== 'https') {
    return refuse(`Begin with https:// or http://. A URL with ${scheme}:// cannot be called.`)
  }
  if (!URL.canParse(typed))
    return refuse('This is not a URL that can be called. Look at the host and the port.')
  const url = new URL(typed)
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'Take the user name and password out of the URL. A key goes into the key field, anything else into a header under Advanced.',
    )
  }
  if (typed.includes('#')) {
    return refuse(
      'Take # and what follows it off the URL: it is never sent.',
      typed.slice(0, typed.indexOf('#')),
    )
  }
  return {
    ok: true,
    base: {
      origin: url.origin,
      path: url.pathname.replace(/\/+$/, ''),
      query: url.search.slice(1),
      exactPath: url.pathname,
    },
  }
}

/**
 * The base URL of an endpoint's fields.
 *
 * @returns `undefined` when none is typed.
 * @throws AddressError when what is typed is not a base URL.
 */
export function readBaseUrl(fields: {
  readonly baseUrl?: string | undefined
}): BaseUrl | undefined {
  if (fields.baseUrl === undefined || fields.baseUrl.trim() === '') return undefined
  return requireBaseUrl(fields)
}

/** The base URL of an endpoint's fields. Throws `AddressError` when there is none, or none that can be called. */
export function requireBaseUrl(fields: { readonly baseUrl?: string | undefined }): BaseUrl {
  const parsed = parseBaseUrl(fields.baseUrl ?? '')
  if (!parsed.ok) throw new AddressError([parsed.issue])
  return parsed.base
}

/** A base URL as text again. */
export function formatBaseUrl(base: Pick<BaseUrl, 'origin' | 'path' | 'query'>): string {
  return base.origin + base.path + (base.query === '' ? '' : `?${base.query}`)
}

function refuseWithoutScheme(typed: string): ParsedBaseUrl {
  const rest = typed.replace(/^https?:\/*/i, '').replace(/^\/+/, '')
  const host = /^(\[[^\]]*\]|[^/:?#]*)/.exec(rest)?.[1] ?? ''
  const suggestion = (isLoopback(host) ? 'http://' : 'https://') + rest
  if (host === '' || looksSecret(rest) || !URL.canParse(suggestion)) {
    return refuse('Type a whole URL, with https:// (or http:// for this machine) in front.')
  }
  return refuse(`The URL needs its scheme: ${suggestion}`, suggestion)
}

/** A user name, a password or a query may stand in it: not to be shown again. */
function looksSecret(text: string): boolean {
  return text.includes('@') || text.includes('?')
}

function refuse(message: string, suggestion?: string): ParsedBaseUrl {
  const issue: FieldIssue = { field: 'baseUrl', message }
  return suggestion === undefined ? { ok: false, issue } : { ok: false, issue, suggestion }
}
