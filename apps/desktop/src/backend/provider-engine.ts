/** @file The engine of `provider-core`, put together for a host: one socket pool, one set of platforms. */
import {
  chat,
  checkEndpoint,
  createPlatforms,
  createSend,
  listModels,
  ProviderError,
  startDemoServer,
  toCurl,
  type ProviderEngine,
} from '@patchbay/provider-core'
import { createGoogleTokenLoader, loadAwsCredentials } from './cloud-credentials.ts'
import type { Engine } from './engine.ts'

export function createProviderEngine(): Engine {
  const send = createSend()
  const now = (): Date => new Date()
  const loadGoogleToken = createGoogleTokenLoader()
  const platforms = createPlatforms({ now, loadAwsCredentials, loadGoogleToken })
  const engine: ProviderEngine = {
    send,
    getPlatform: (id) => platforms[id],
    now,
    clock: () => performance.now(),
  }
  return {
    chat: (call, options) => chat({ ...call, stream: true }, engine, options),
    async listModels(resolved, options) {
      const listing = await listModels(resolved, engine, options)
      if (!listing.supported) {
        throw new ProviderError({
          code: 'not-found',
          message:
            'This provider type has no list of models. Type the ids that the endpoint serves.',
        })
      }
      return [...listing.models]
    },
    check: (resolved, options) => checkEndpoint(resolved, engine, options),
    curl: (call) => toCurl({ ...call, stream: true }, engine),
    close: () => send.close(),
  }
}

export async function startDemo(): Promise<{ baseUrl: string; close(): Promise<void> }> {
  return startDemoServer()
}
