/** @file Whether a request has credentials of the user's own making already. */
import { isAuthHeader } from '../specs/own-auth.ts'
import type { UnsignedRequest } from './platform.ts'

/** True when an auth header stands in the request: then no default one is added, never two credentials at once. */
export function hasOwnCredential(request: Pick<UnsignedRequest, 'headers'>): boolean {
  return Object.keys(request.headers).some(isAuthHeader)
}

/** A copy of the request with more headers. */
export function withHeaders(
  request: UnsignedRequest,
  headers: Readonly<Record<string, string>>,
): UnsignedRequest {
  return { ...request, headers: { ...request.headers, ...headers } }
}
