/**
 * @file Headers, query rows and base URL parameters whose values are credentials go to the vault, not to
 * the settings file. Their names become secrets `header:<name>` and `query:<name>`.
 */
import { takeCredentials } from '@patchbay/provider-core/specs'
import {
  isCredentialName,
  type EndpointDraft,
  type SecretChange,
  type SecretName,
} from '@patchbay/provider-core/model'

export function splitCredentials(draft: EndpointDraft): EndpointDraft {
  const secrets: Partial<Record<SecretName, SecretChange>> = { ...draft.secrets }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(draft.headers)) {
    if (isCredentialName(name) && value !== '')
      secrets[`header:${name.toLowerCase()}`] = { state: 'set', value }
    else headers[name] = value
  }
  const query: Record<string, string> = {}
  for (const [name, value] of Object.entries(draft.query)) {
    if (isCredentialName(name) && value !== '') secrets[`query:${name}`] = { state: 'set', value }
    else query[name] = value
  }
  const taken = draft.baseUrl === undefined ? undefined : takeCredentials(draft.baseUrl)
  for (const [name, value] of Object.entries(taken?.secrets ?? {}) as [SecretName, string][]) {
    secrets[name] = { state: 'set', value }
  }
  const proxy = takeProxyCredentials(draft.proxy, secrets)
  return { ...draft, proxy, baseUrl: taken?.baseUrl ?? draft.baseUrl, headers, query, secrets }
}

/** A proxy URL with user name and password, as it is often written: both go to their own places. */
function takeProxyCredentials(
  proxy: EndpointDraft['proxy'],
  secrets: Partial<Record<SecretName, SecretChange>>,
): EndpointDraft['proxy'] {
  const url = proxy?.url !== undefined && URL.canParse(proxy.url) ? new URL(proxy.url) : undefined
  if (proxy === undefined || url === undefined || url.username === '') return proxy
  const { username, password } = url
  if (password !== '') secrets.proxyPassword = { state: 'set', value: decode(password) }
  url.username = ''
  url.password = ''
  return { ...proxy, url: url.href, username: decode(username) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
