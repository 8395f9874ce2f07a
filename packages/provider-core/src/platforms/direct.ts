/** @file Plain hosts: the API key in the header of its format, nothing else. */
import { ProviderError } from '../errors/provider-error.ts'
import { officialEndpointId } from '../model/provider.ts'
import type { DialectId } from '../model/spec.ts'
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { Platform } from './platform.ts'

/** Where each format takes its key (sources: the vendors' SDKs). */
const keyHeaders: Readonly<Partial<Record<DialectId, (key: string) => Record<string, string>>>> = {
  'openai-chat': (key) => ({ authorization: `Bearer ${key}` }),
  'openai-responses': (key) => ({ authorization: `Bearer ${key}` }),
  'anthropic-messages': (key) => ({ 'x-api-key': key }),
  'google-generate': (key) => ({ 'x-goog-api-key': key }),
}

/**
 * The platform of the four specs that work on any host. Without a key nothing is sent, because many
 * servers need none; a vendor's own API always does.
 */
export const direct: Platform = {
  id: 'direct',
  adaptBody: (body) => body,
  authorize(request, { resolved, dialect }) {
    const key = resolved.secrets.apiKey?.trim() ?? ''
    if (hasOwnCredential(request)) return request
    if (key === '') {
      if (isOfficial(resolved.endpoint.id)) throw missingSecret(resolved, ['API key'])
      return request
    }
    const keyHeader = keyHeaders[dialect]
    if (keyHeader === undefined) {
      const message = `${resolved.endpoint.name} has no way to send a key in the format ${dialect}.`
      throw new ProviderError({ code: 'settings', message })
    }
    return withHeaders(request, keyHeader(key))
  },
  hasFixedCredentials: true,
  framing: () => 'sse',
}

function isOfficial(endpointId: string): boolean {
  return endpointId.startsWith(officialEndpointId(''))
}
