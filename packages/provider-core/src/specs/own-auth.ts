/** @file Which headers carry credentials of the user's own making. Browser-safe. */

/** With one of these set by the user, the default auth header is not sent: never two credentials at once. */
export const authHeaderNames = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'] as const

const names: ReadonlySet<string> = new Set(authHeaderNames)

/** True for a header name (any case) that authenticates. */
export function isAuthHeader(name: string): boolean {
  return names.has(name.trim().toLowerCase())
}
