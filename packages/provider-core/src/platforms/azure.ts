/** @file Azure: the key as `api-key`; Claude on Foundry takes it as `x-api-key`, like Anthropic's own host. */
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { Platform } from './platform.ts'

/** Sources: openai-node `src/azure.ts`; anthropic-sdk-typescript `packages/foundry-sdk`. */
export const azure: Platform = {
  id: 'azure',
  adaptBody: (body) => body,
  authorize(request, { resolved, dialect }) {
    if (hasOwnCredential(request)) return Promise.resolve(request)
    const key = resolved.secrets.apiKey?.trim() ?? ''
    if (key === '') return Promise.reject(missingSecret(resolved, ['API key']))
    const name = dialect === 'anthropic-messages' ? 'x-api-key' : 'api-key'
    return Promise.resolve(withHeaders(request, { [name]: key }))
  },
  framing: () => 'sse',
}
