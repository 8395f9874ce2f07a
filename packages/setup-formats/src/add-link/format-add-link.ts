/** @file An endpoint as a link: what a link can say of it, never a secret. */
import { isCredentialName, type EndpointFields } from '@patchbay/provider-core/model'
import { maskQuery } from '@patchbay/provider-core/specs'
import { takeSignIn } from '../split-secrets.ts'
import { textParameters } from './link-parameters.ts'
import { longestLink } from './parse-add-link.ts'

export type FormattedAddLink =
  | {
      readonly ok: true
      readonly link: string
      /** What the link does not carry, in words. Keys never are in one. */
      readonly leftOut: readonly string[]
    }
  | { readonly ok: false; readonly message: string }

export function formatAddLink(fields: EndpointFields): FormattedAddLink {
  if (fields.spec === 'custom-handler')
    return {
      ok: false,
      message: 'A custom handler is code on this machine: a link cannot carry it. Export a bundle.',
    }
  const rows: [string, string][] = [['type', fields.spec]]
  for (const [parameter, field] of Object.entries(textParameters)) {
    const value = fields[field]
    if (value !== undefined && value !== '' && !(field === 'baseUrl' && holdsSecret(value)))
      rows.push([parameter, value])
  }
  if (!fields.supportsSystemMessage) rows.push(['system_message', 'false'])
  if (fields.exactUrl) rows.push(['exact_url', 'true'])
  for (const [kind, values] of [
    ['header', fields.headers],
    ['query', fields.query],
  ] as const)
    for (const [name, value] of Object.entries(values))
      if (value !== '' && !isCredentialName(name)) rows.push([`${kind}.${name}`, value])
  const { auth } = fields
  if (auth !== undefined && auth.scheme !== 'command')
    rows.push([
      'auth',
      auth.headerName === undefined ? auth.scheme : `${auth.scheme}:${auth.headerName}`,
    ])
  const long: [string, string][] = fields.models.map((id) => ['model', id])
  if (Object.keys(fields.modelMapping).length > 0)
    long.push(['mapping', JSON.stringify(fields.modelMapping)])
  const link = toLink([...rows, ...long])
  const leftOut = findLeftOut(fields)
  if (link.length <= longestLink) return { ok: true, link, leftOut }
  const short = toLink(rows)
  if (short.length > longestLink)
    return { ok: false, message: 'It says more than fits into a link. Export a bundle.' }
  return { ok: true, link: short, leftOut: [...leftOut, 'models', 'model mapping'] }
}

function toLink(rows: readonly (readonly [string, string])[]): string {
  const query = rows.map((row) =>
    row.map((text) => encodeURIComponent(text.toWellFormed())).join('='),
  )
  return `patchbay://add?${query.join('&')}`
}

function holdsSecret(url: string): boolean {
  return maskQuery(url) !== url || takeSignIn(url) !== undefined
}

/** What no parameter says. */
const unsaid: Partial<Record<keyof EndpointFields, string>> = {
  extraBody: 'extra body',
  timeouts: 'time limits',
  allowPlainHttp: 'consent to plain http',
  profile: 'profile',
  credentialKind: 'way to sign in',
  authority: 'sign-in host',
  tokenScope: 'token scope',
  fips: 'FIPS hosts',
  proxy: 'proxy',
  tls: 'TLS',
  retry: 'retries',
  compat: 'differences from OpenAI',
  environment: 'environment variables',
}

function findLeftOut(fields: EndpointFields): string[] {
  const left = Object.entries(unsaid).flatMap(([field, name]) =>
    isSet(fields[field as keyof EndpointFields]) ? [name] : [],
  )
  const rows = [...Object.keys(fields.headers), ...Object.keys(fields.query)]
  if (rows.some(isCredentialName)) left.push('headers and parameters that hold a key')
  if (fields.auth?.scheme === 'command') left.push('program that prints a token')
  if (holdsSecret(fields.baseUrl ?? '')) left.push('base URL, which holds a key')
  return left
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === false || value === '') return false
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0
}
