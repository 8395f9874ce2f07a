/** @file Which gateway key a request carries. Keys are known by their digests only. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { GatewayConfig, KeyDigest } from '../host.ts'
import { Refusal } from '../server/refusal.ts'

/** Longer values are no keys of ours; they are not even hashed. */
const longestKey = 512

/** A header that was good on the same connection, for as long as settings and keys stay the same. */
export interface AdmittedKey {
  readonly config: Pick<GatewayConfig, 'keys' | 'requireKey'>
  readonly authorization: string
  readonly key: KeyDigest
}

/**
 * As `checkKey`, for a connection that may have shown its key before. Only what the same connection was admitted
 * with is compared as text, so the time it takes tells nobody anything that he did not send himself.
 */
export function checkKeyAgain(
  headers: IncomingHttpHeaders,
  queryKey: string | undefined,
  config: Pick<GatewayConfig, 'keys' | 'requireKey'>,
  connection: { admitted: AdmittedKey | undefined },
): KeyDigest | undefined {
  const { authorization } = headers
  const { admitted } = connection
  if (admitted?.config === config && admitted.authorization === authorization) return admitted.key
  const key = checkKey(headers, queryKey, config)
  if (key === undefined || authorization === undefined) return key
  const isOfHeader = findKeyOf('authorization', headers, config) === key
  if (isOfHeader) connection.admitted = { config, authorization, key }
  return key
}

/**
 * The key that admits a request; `undefined` when none is required and none of ours came.
 *
 * @param queryKey `?key=`, where the client speaks Google's format.
 * @throws Refusal with 401.
 */
export function checkKey(
  headers: IncomingHttpHeaders,
  queryKey: string | undefined,
  config: Pick<GatewayConfig, 'keys' | 'requireKey'>,
): KeyDigest | undefined {
  let isGiven = false
  // Tools send a placeholder in one header and the key in another, so each is tried.
  for (const header of keyHeaders) {
    if (readKey(header, headers) === undefined) continue
    isGiven = true
    const key = findKeyOf(header, headers, config)
    if (key !== undefined) return key
  }
  if (queryKey !== undefined && queryKey !== '') {
    isGiven = true
    const key = findKey(queryKey, config.keys)
    if (key !== undefined) return key
  }
  if (!config.requireKey) return undefined
  const message = !isGiven
    ? 'No key came with the request. Copy one from the Gateway screen of Patchbay and send it as "Authorization: Bearer KEY", or in x-api-key, api-key or x-goog-api-key.'
    : 'The key is not one of this gateway. It may have been revoked or rotated; copy it anew from the Gateway screen of Patchbay.'
  throw new Refusal(401, { code: 'authentication', message }, { 'www-authenticate': 'Bearer' })
}

const keyHeaders = ['authorization', 'api-key', 'x-api-key', 'x-goog-api-key'] as const

function findKeyOf(
  header: (typeof keyHeaders)[number],
  headers: IncomingHttpHeaders,
  { keys }: Pick<GatewayConfig, 'keys'>,
): KeyDigest | undefined {
  const value = readKey(header, headers)
  return value === undefined ? undefined : findKey(value, keys)
}

function readKey(
  header: (typeof keyHeaders)[number],
  headers: IncomingHttpHeaders,
): string | undefined {
  const value = headers[header]
  if (typeof value !== 'string' || value === '') return undefined
  if (header !== 'authorization') return value
  return /^bearer +(\S+) *$/i.exec(value)?.[1]
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
