/** @file Credentials that stand among plain settings: taken out, because they belong into the vault. */
import {
  isCredentialName,
  type EndpointFields,
  type SecretName,
} from '@patchbay/provider-core/model'
import { takeCredentials } from '@patchbay/provider-core/specs'
import type { PlannedSecret } from './plan.ts'

export type PlannedSecrets = Partial<Record<SecretName, PlannedSecret>>

/**
 * Fields without credential headers, parameters, and passwords in URLs, and these as secrets. An empty value
 * stays where it is.
 */
export function splitSecrets(fields: EndpointFields): {
  fields: EndpointFields
  secrets: PlannedSecrets
} {
  const secrets: PlannedSecrets = {}
  const take = (values: Readonly<Record<string, string>>, secretOf: (name: string) => SecretName) =>
    Object.fromEntries(
      Object.entries(values).filter(([name, value]) => {
        if (value === '' || !isCredentialName(name)) return true
        secrets[secretOf(name)] = { kind: 'value', value }
        return false
      }),
    )
  const headers = take(fields.headers, (name) => `header:${name.toLowerCase()}`)
  const query = take(fields.query, (name) => `query:${name}`)
  const signIn = takeSignIn(fields.baseUrl ?? '')
  if (signIn !== undefined)
    secrets['header:authorization'] ??= { kind: 'value', value: basicAuth(signIn) }
  const bare = signIn?.url ?? fields.baseUrl
  const url = takeCredentials(bare ?? '')
  for (const [name, value] of Object.entries(url?.secrets ?? {}))
    if (value !== undefined) secrets[name as SecretName] = { kind: 'value', value }
  const proxySignIn = takeSignIn(fields.proxy?.url ?? '')
  if (proxySignIn !== undefined && proxySignIn.password !== '')
    secrets.proxyPassword = { kind: 'value', value: proxySignIn.password }
  return {
    fields: {
      ...fields,
      headers,
      query,
      baseUrl: url?.baseUrl ?? bare,
      ...(fields.proxy === undefined || proxySignIn === undefined
        ? {}
        : { proxy: { ...fields.proxy, url: proxySignIn.url, username: proxySignIn.user } }),
    },
    secrets,
  }
}

interface SignIn {
  /** The URL without them. */
  readonly url: string
  readonly user: string
  readonly password: string
}

/** User name and password in a URL; `undefined` where there are none. */
export function takeSignIn(text: string): SignIn | undefined {
  const found = /^(\s*[a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i.exec(text)
  if (found === null) return undefined
  const [whole, scheme = '', signIn = ''] = found
  const colon = signIn.indexOf(':')
  const [user, password] =
    colon === -1 ? [signIn, ''] : [signIn.slice(0, colon), signIn.slice(colon + 1)]
  return {
    url: scheme + text.slice(whole.length),
    user: decodeText(user),
    password: decodeText(password),
  }
}

/** RFC 7617, with UTF-8. */
export function basicAuth({ user, password }: Pick<SignIn, 'user' | 'password'>): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(String.fromCodePoint(...bytes))}`
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
