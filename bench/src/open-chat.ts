import { chat, createPlatforms, createSend, type ProviderEngine } from '@patchbay/provider-core'
import { endpointSchema, type ChatEvent } from '@patchbay/provider-core/model'

export interface OpenChat {
  /** One request over real sockets to a server that speaks OpenAI chat. */
  chat(baseUrl: string): AsyncGenerator<ChatEvent>
  close(): Promise<void>
}

/** Opens the engine with sockets of its own. */
export function openChat(): OpenChat {
  const send = createSend()
  const platforms = createPlatforms({ now: () => new Date() })
  const engine: ProviderEngine = {
    send,
    getPlatform: (id) => platforms[id],
    now: () => new Date(),
    clock: () => performance.now(),
  }
  return {
    chat(baseUrl) {
      const at = new Date().toISOString()
      const endpoint = endpointSchema.parse({
        id: 'bench',
        name: 'bench',
        spec: 'openai-chat-completions',
        baseUrl,
        createdAt: at,
        updatedAt: at,
      })
      return chat(
        {
          route: { dialect: 'openai-chat', upstreamModelId: 'm' },
          resolved: { endpoint, secrets: { apiKey: 'bench-key' } },
          request: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] },
          stream: true,
        },
        engine,
        { signal: new AbortController().signal, onWire: () => undefined },
      )
    },
    close: () => send.close(),
  }
}
