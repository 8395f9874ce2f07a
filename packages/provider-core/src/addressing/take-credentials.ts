/** @file Credentials in a base URL's query: they go to the vault, never to the settings file. Browser-safe. */
import { isCredentialName, type SecretName } from '../model/secret.ts'
import { readQueryName, readQueryText, withoutQueryNames } from './compose-address.ts'
import { formatBaseUrl, parseBaseUrl } from './parse-base-url.ts'

export interface TakenCredentials {
  /** The base URL without them. */
  readonly baseUrl: string
  /** Values by secret name, `query:<name>`; they are sent as query parameters again. */
  readonly secrets: Partial<Record<SecretName, string>>
}

/**
 * Takes credential parameters out of a base URL.
 *
 * @returns `undefined` when there are none, or the text is not a base URL.
 */
export function takeCredentials(text: string): TakenCredentials | undefined {
  const parsed = parseBaseUrl(text)
  if (!parsed.ok) return undefined
  const secrets: Partial<Record<SecretName, string>> = {}
  for (const pair of parsed.base.query.split('&')) {
    const name = readQueryName(pair)
    const value = readQueryText(pair)
    if (value !== '' && isCredentialName(name)) secrets[`query:${name}`] = value
  }
  if (Object.keys(secrets).length === 0) return undefined
  const query = withoutQueryNames(
    parsed.base.query,
    (name) => secrets[`query:${name}`] !== undefined,
  )
  const { origin, exactPath } = parsed.base
  return {
    baseUrl: formatBaseUrl({
      origin,
      path: query === '' && exactPath === '/' ? '' : exactPath,
      query,
    }),
    secrets,
  }
}
