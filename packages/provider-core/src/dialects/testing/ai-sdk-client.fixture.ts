/** @file The AI SDK's providers as clients of our replies, over a loopback server that answers with our encoders. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readBody } from 'node:stream/consumers'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ClientDialectId } from '../../testing/invariants/find-stream-flaw.ts'
import { encodeSse } from '../../transport/encode-sse.ts'
import type { ClientDialect } from '../dialect.ts'
import { getDialect } from '../registry.ts'

const modelId = 'model-1'
const context = { modelId, includeUsage: true, id: 'reply_1', createdAt: 1_700_000_000 }

/** Provider of the AI SDK → the format it speaks. */
export const sdkDialects = {
  'openai-compatible': 'openai-chat',
  'openai.chat': 'openai-chat',
  'openai.responses': 'openai-responses',
  anthropic: 'anthropic-messages',
  google: 'google-generate',
} as const satisfies Record<string, ClientDialectId>
export type SdkProvider = keyof typeof sdkDialects
export const sdkProviders = Object.keys(sdkDialects) as SdkProvider[]

type SdkModel = ReturnType<ReturnType<typeof createOpenAI>['chat']>
type SdkStream = Awaited<ReturnType<SdkModel['doStream']>>['stream']
export type SdkPart = SdkStream extends ReadableStream<infer Part> ? Part : never
export type SdkReply = Awaited<ReturnType<SdkModel['doGenerate']>>

export interface SdkClient {
  /** What the provider makes of a stream that says `events`; what it throws, this throws. */
  stream(provider: SdkProvider, events: readonly ChatEvent[]): Promise<SdkPart[]>
  /** The same of a whole reply. */
  generate(provider: SdkProvider, events: readonly ChatEvent[]): Promise<SdkReply>
  close(): void
}

/** Starts the server. Requests are answered one after the other, each with the events of its call. */
export async function startSdkClient(): Promise<SdkClient> {
  let events: readonly ChatEvent[] = []
  const server = createServer((request, response) => {
    const answer = (body: string): void => {
      const dialect = dialectOf(request.url ?? '')
      if (!/"stream":true/.test(body) && !request.url?.includes(':streamGenerateContent')) {
        const reply = dialect.encodeResponse(events, context)
        response.writeHead(reply.status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(reply.body))
        return
      }
      const encoder = dialect.createStreamEncoder(context)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const event of events) {
        for (const frame of encoder.push(event)) response.write(encodeSse(frame))
      }
      response.end()
    }
    readBody(request)
      .then(answer)
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const models = createModels(`http://127.0.0.1:${port}`)
  return {
    async stream(provider, told) {
      events = told
      const { stream } = await models[provider].doStream(call)
      const parts: SdkPart[] = []
      for await (const part of stream) parts.push(part)
      return parts
    },
    async generate(provider, told) {
      events = told
      return models[provider].doGenerate(call)
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const call = {
  prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }],
}

function createModels(baseURL: string): Record<SdkProvider, SdkModel> {
  const settings = { apiKey: 'key-of-the-test', baseURL }
  const openai = createOpenAI(settings)
  return {
    'openai-compatible': createOpenAICompatible({ ...settings, name: 'own', includeUsage: true })(
      modelId,
    ),
    'openai.chat': openai.chat(modelId),
    'openai.responses': openai.responses(modelId),
    anthropic: createAnthropic(settings)(modelId),
    google: createGoogle(settings)(modelId),
  }
}

function dialectOf(path: string): ClientDialect {
  const id: ClientDialectId = path.startsWith('/chat/completions')
    ? 'openai-chat'
    : path.startsWith('/responses')
      ? 'openai-responses'
      : path.startsWith('/messages')
        ? 'anthropic-messages'
        : 'google-generate'
  return getDialect(id) as ClientDialect
}

/** What a reply says, whichever provider read it. */
export interface SdkSummary {
  readonly text: string
  readonly reasoning: string
  readonly signatures: readonly string[]
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[]
  /** Media types. */
  readonly files: readonly string[]
  readonly sources: readonly string[]
  readonly finish: string | undefined
  readonly usage: Readonly<Record<'input' | 'cached' | 'output' | 'reasoning', number | undefined>>
}

type SdkContent = SdkReply['content'][number]
type SdkFinish = Pick<SdkReply, 'finishReason' | 'usage'>

/** Puts the parts of a stream together. */
export function summarizeParts(parts: readonly SdkPart[]): SdkSummary {
  const content: SdkContent[] = []
  for (const part of parts) {
    if (part.type === 'text-delta') content.push({ type: 'text', text: part.delta })
    else if (part.type.startsWith('reasoning-')) content.push(toReasoning(part))
    else if (isContent(part)) content.push(part)
  }
  return summarize(
    content,
    parts.findLast((part) => part.type === 'finish'),
  )
}

/** The same of a whole answer. */
export function summarizeContent(reply: SdkReply): SdkSummary {
  return summarize(reply.content, reply)
}

function toReasoning(part: SdkPart): SdkContent {
  const metadata = 'providerMetadata' in part ? part.providerMetadata : undefined
  const text = part.type === 'reasoning-delta' ? part.delta : ''
  return { type: 'reasoning', text, ...(metadata && { providerMetadata: metadata }) }
}

function isContent(part: SdkPart): part is Extract<SdkPart, SdkContent> {
  return ['tool-call', 'tool-result', 'file', 'source'].includes(part.type)
}

function summarize(content: readonly SdkContent[], end: SdkFinish | undefined): SdkSummary {
  const pick = <Type extends SdkContent['type']>(type: Type) =>
    content.filter((part): part is Extract<SdkContent, { type: Type }> => part.type === type)
  const proofs = pick('reasoning').flatMap((part) => {
    const { anthropic, google } = part.providerMetadata ?? {}
    return [anthropic?.['signature'], google?.['thoughtSignature']]
  })
  const calls = pick('tool-call')
  return {
    text: pick('text')
      .map((part) => part.text)
      .join(''),
    reasoning: pick('reasoning')
      .map((part) => part.text)
      .join(''),
    signatures: [...new Set(proofs.filter((proof) => typeof proof === 'string'))],
    calls: calls
      .filter((part) => part.providerExecuted !== true)
      .map(({ toolCallId, toolName, input }) => ({
        id: toolCallId,
        name: toolName,
        input: JSON.parse(input) as unknown,
      })),
    files: [
      ...pick('file').map(({ mediaType }) => mediaType),
      // The Responses API makes images by a tool of its own.
      ...calls.flatMap(({ toolName }) => (toolName === 'image_generation' ? ['image/png'] : [])),
    ],
    sources: pick('source').flatMap((each) => (each.sourceType === 'url' ? [each.url] : [])),
    finish: end?.finishReason.unified,
    usage: {
      input: end?.usage.inputTokens.total,
      cached: end?.usage.inputTokens.cacheRead,
      output: end?.usage.outputTokens.total,
      reasoning: end?.usage.outputTokens.reasoning,
    },
  }
}
