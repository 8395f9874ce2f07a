/** @file An engine for tests that answers a chat with given events, and nothing else unless told. */
import type { ChatEvent, ChatRequest } from '@patchbay/provider-core/model'
import type { Engine } from '../engine.ts'

/** What it says went over the wire. */
export const scriptedWire = {
  method: 'POST',
  url: 'https://llm.corp.example/v1/messages',
  requestHeaders: [],
  startedAt: '2026-11-21T00:00:00.000Z',
}

const unused = (): never => {
  throw new Error('A chat uses nothing but the chat.')
}

/** `replies`: events of the first chat, of the second, … The last goes on for all that follow. */
export function scriptEngine(
  replies: readonly (readonly ChatEvent[])[],
  more: Partial<Engine> = {},
): { engine: Engine; requests: ChatRequest[] } {
  const requests: ChatRequest[] = []
  const engine: Engine = {
    async *chat({ request }, { onWire }) {
      requests.push(request)
      onWire?.(scriptedWire)
      yield* replies[Math.min(requests.length, replies.length) - 1] ?? []
    },
    listModels: async () => [],
    complete: unused,
    embed: unused,
    generateImage: unused,
    fetchImage: unused,
    countTokens: unused,
    async *check() {},
    curl: async () => 'curl …',
    close: async () => undefined,
    ...more,
  }
  return { engine, requests }
}
