/** @file Which gateway key a request carries. Keys are known by their digests only. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { GatewayConfig, KeyDigest } from '../host.ts'
import { Refusal } from '../server/refusal.ts'

/** Longer values are no keys of ours; they are not even hashed. */
const longestKey = 512

/**
 * The key that admits a request; `undefined` when none is required and none of ours came.
 *
 * @param queryKey `?key=`, where the path is one of Google's.
 * @throws Refusal with 401.
 */
export function checkKey(
  headers: IncomingHttpHeaders,
  queryKey: string | undefined,
  config: Pick<GatewayConfig, 'keys' | 'requireKey'>,
): KeyDigest | undefined {
  const given = readGivenKeys(headers, queryKey)
  for (const value of given) {
    const key = findKey(value, config.keys)
    if (key !== undefined) return key
  }
  if (!config.requireKey) return undefined
  const message =
    given.length === 0
      ? 'No key came with the request. Copy one from the Gateway screen of Patchbay and send it as "Authorization: Bearer KEY", or in x-api-key, api-key or x-goog-api-key.'
      : 'The key is not one of this gateway. It may have been revoked or rotated; copy it anew from the Gateway screen of Patchbay.'
  throw new Refusal(401, { code: 'authentication', message }, { 'www-authenticate': 'Bearer' })
}

/** Every value that may be a key: tools send a placeholder in one header and the key in another. */
function readGivenKeys(headers: IncomingHttpHeaders, queryKey: string | undefined): string[] {
  const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  const named = ['api-key', 'x-api-key', 'x-goog-api-key'].map((name) => headers[name])
  return [bearer, ...named, queryKey].filter(
    (value): value is string => typeof value === 'string' && value !== '',
  )
}

/** Compares with every key, so that the time says nothing about which came close. */
function findKey(value: string, keys: readonly KeyDigest[]): KeyDigest | undefined {
  if (value.length > longestKey) return undefined
  const digest = hash('sha256', value, 'buffer')
  let found: KeyDigest | undefined
  for (const key of keys) {
    const same = key.digest.byteLength === digest.byteLength && timingSafeEqual(key.digest, digest)
    if (same) found = key
  }
  return found
}
