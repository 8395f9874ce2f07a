/** @file Endpoints that this app serves itself: their base URL is known only while they run. */
import type { Endpoint } from '@patchbay/provider-core/model'

export interface EmbeddedServers {
  /** Base URL of an embedded server; starts it when needed. */
  baseUrl(kind: NonNullable<Endpoint['embedded']>): Promise<string>
  close(): Promise<void>
}

export function createEmbeddedServers(
  startDemo: () => Promise<{ baseUrl: string; close(): Promise<void> }>,
): EmbeddedServers {
  let demo: ReturnType<typeof startDemo> | undefined
  return {
    async baseUrl() {
      demo ??= startDemo()
      try {
        return (await demo).baseUrl
      } catch (error) {
        demo = undefined
        throw error
      }
    },
    async close() {
      await (await demo)?.close()
    },
  }
}

/** The endpoint with its base URL filled in, when the app serves it. */
export async function withEmbeddedUrl<T extends Pick<Endpoint, 'embedded' | 'baseUrl'>>(
  endpoint: T,
  servers: EmbeddedServers,
): Promise<T> {
  return endpoint.embedded
    ? { ...endpoint, baseUrl: await servers.baseUrl(endpoint.embedded) }
    : endpoint
}
