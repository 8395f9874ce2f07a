/** @file Ways to read the same bytes: ours, and what stands beside it. */
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import {
  chat,
  createPlatforms,
  getDialect,
  readReply,
  type ChatCall,
  type ProviderEngine,
} from '@patchbay/provider-core'
import {
  endpointSchema,
  type ChatEvent,
  type DialectId,
  type SpecId,
} from '@patchbay/provider-core/model'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { fromUtf8, toUtf8 } from '@smithy/util-utf8'
import { createParser } from 'eventsource-parser'
import type { Reply } from './loads.ts'

/** Reads a reply to its end and gives the number of events. Throws when it ended badly. */
export type Reader = (reply: Reply) => Promise<number>

const specs: Readonly<Record<DialectId, SpecId>> = {
  'openai-chat': 'openai-chat-completions',
  'openai-responses': 'openai-responses',
  'anthropic-messages': 'anthropic',
  'google-generate': 'google',
  'bedrock-converse': 'amazon-bedrock',
}

/** `chat()`, from the request to the events, over a transport that answers from memory. */
export function createOwnReader(dialect: DialectId): Reader {
  const platforms = createPlatforms({ now: () => new Date() })
  const call = createCall(dialect)
  return async (reply) => {
    const engine: ProviderEngine = {
      send: async () => ({ status: 200, headers: headersOf(dialect), body: stream(reply) }),
      getPlatform: (id) => platforms[id],
      now: () => new Date(),
      clock: () => performance.now(),
    }
    let count = 0
    for await (const event of chat(call, engine, { signal: new AbortController().signal })) {
      count += 1
      if (event.type === 'error') throw new Error(`${reply.name}: ${event.error.message}`)
    }
    return count
  }
}

/** The events of a reply, all at once that a chunk completes. */
export function readEvents(reply: Reply, dialect: DialectId): AsyncGenerator<readonly ChatEvent[]> {
  return readReply(stream(reply), {
    dialect: getDialect(dialect),
    framing: dialect === 'bedrock-converse' ? 'aws-event-stream' : 'sse',
    contentType: headersOf(dialect)['content-type'],
    recorder: undefined,
  })
}

/** The decoder alone: bytes → frames → events. */
export function createDecoderReader(dialect: DialectId): Reader {
  return async (reply) => {
    let count = 0
    for await (const events of readEvents(reply, dialect)) {
      for (const event of events) {
        count += 1
        if (event.type === 'error') throw new Error(`${reply.name}: ${event.error.message}`)
      }
    }
    return count
  }
}

function createCall(dialect: DialectId): ChatCall {
  const at = new Date().toISOString()
  const isBedrock = dialect === 'bedrock-converse'
  const endpoint = endpointSchema.parse({
    id: 'bench',
    name: 'bench',
    spec: specs[dialect],
    ...(isBedrock
      ? { region: 'us-east-1', credentialKind: 'api-key' }
      : { baseUrl: 'https://host.example/v1' }),
    createdAt: at,
    updatedAt: at,
  })
  return {
    route: { dialect, upstreamModelId: isBedrock ? 'amazon.nova-lite-v1:0' : 'm' },
    resolved: { endpoint, secrets: { apiKey: 'bench-key' } },
    request: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] },
    stream: true,
  }
}

/** `JSON.parse` of each payload and nothing else. */
export const parseOnly: Reader = async ({ payloads }) => {
  for (const text of payloads) JSON.parse(text)
  return payloads.length
}

/** Framing and `JSON.parse`: `eventsource-parser`, or the codec of AWS. */
export function createFloorReader(dialect: DialectId): Reader {
  return dialect === 'bedrock-converse' ? readMessages : readSse
}

const readSse: Reader = async (reply) => {
  let count = 0
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== '[DONE]') JSON.parse(data)
      count += 1
    },
  })
  const utf8 = new TextDecoder()
  for await (const chunk of stream(reply)) parser.feed(utf8.decode(chunk, { stream: true }))
  return count
}

const readMessages: Reader = async (reply) => {
  const codec = new EventStreamCodec(toUtf8, fromUtf8)
  const utf8 = new TextDecoder()
  let count = 0
  let rest: Uint8Array = new Uint8Array(0)
  for await (const chunk of stream(reply)) {
    const bytes = Buffer.concat([rest, chunk])
    let at = 0
    while (bytes.length - at >= 4 && bytes.length - at >= bytes.readUInt32BE(at)) {
      const end = at + bytes.readUInt32BE(at)
      JSON.parse(utf8.decode(codec.decode(bytes.subarray(at, end)).body))
      count += 1
      at = end
    }
    rest = bytes.subarray(at)
  }
  return count
}

/** The AI SDK's provider for the format, over a `fetch` that answers from memory. */
export function createSdkReader(dialect: DialectId): Reader {
  const settings = (reply: Reply) => ({
    apiKey: 'bench-key',
    fetch: async () => new Response(toBody(reply), { headers: headersOf(dialect) }),
  })
  const open = {
    // The provider for OpenAI itself passes over the reasoning that compatible servers send.
    'openai-chat': (reply: Reply) =>
      createOpenAICompatible({
        ...settings(reply),
        name: 'bench',
        baseURL: 'https://host.example/v1',
      })('m'),
    'openai-responses': (reply: Reply) => createOpenAI(settings(reply)).responses('gpt-4o'),
    'anthropic-messages': (reply: Reply) =>
      createAnthropic(settings(reply)).languageModel('claude-sonnet-4-5'),
    'google-generate': (reply: Reply) =>
      createGoogle(settings(reply)).languageModel('gemini-2.5-pro'),
    'bedrock-converse': (reply: Reply) =>
      createAmazonBedrock({ ...settings(reply), region: 'us-east-1' }).languageModel(
        'amazon.nova-lite-v1:0',
      ),
  }[dialect]
  return async (reply) => {
    const { stream: parts } = await open(reply).doStream({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    })
    let count = 0
    for await (const part of parts) {
      count += 1
      if (part.type === 'error') throw new Error(`${reply.name}: ${String(part.error)}`)
    }
    return count
  }
}

function headersOf(dialect: DialectId): Record<string, string> {
  const isBedrock = dialect === 'bedrock-converse'
  return {
    'content-type': isBedrock ? 'application/vnd.amazon.eventstream' : 'text/event-stream',
  }
}

/** The chunks as they would come from a socket that is never empty. */
async function* stream({ chunks }: Reply): AsyncGenerator<Uint8Array> {
  yield* chunks
}

function toBody({ chunks }: Reply): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[at]
      at += 1
      if (chunk === undefined) controller.close()
      else controller.enqueue(new Uint8Array(chunk))
    },
  })
}
