/** @file What clients of the four formats send, by hand, and what they get: for tests. */
import { request as sendHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { getDialect, parseSse, type ClientDialect, type StreamFrame } from '@patchbay/provider-core'
import type { ChatEvent } from '@patchbay/provider-core/model'
import type { ClientDialectId } from '@patchbay/provider-core/testing'
import { testKey } from './open-gateway.ts'

export interface Question {
  readonly client: ClientDialectId
  readonly model: string
  readonly stream: boolean
  readonly text?: string
  /** Top-level fields besides. */
  readonly fields?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  /** Google: without `alt=sse`. */
  readonly array?: boolean
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly frames: readonly StreamFrame[]
  readonly json: unknown
  /** The connection broke before the answer was complete. */
  readonly isBroken: boolean
}

export function pathOf({ client, model, stream, array }: Question): string {
  switch (client) {
    case 'openai-chat':
      return '/v1/chat/completions'
    case 'openai-responses':
      return '/v1/responses'
    case 'anthropic-messages':
      return '/v1/messages'
    case 'google-generate': {
      const method = stream
        ? `streamGenerateContent${array === true ? '' : '?alt=sse'}`
        : 'generateContent'
      return `/v1beta/models/${encodeURIComponent(model)}:${method}`
    }
  }
}

export function bodyOf({ client, model, stream, text = 'Hi', fields = {} }: Question): object {
  const messages = [{ role: 'user', content: text }]
  switch (client) {
    case 'openai-chat':
      return {
        model,
        messages,
        ...(stream && { stream, stream_options: { include_usage: true } }),
        ...fields,
      }
    case 'openai-responses':
      return { model, input: messages, ...(stream && { stream }), ...fields }
    case 'anthropic-messages':
      return { model, max_tokens: 500, messages, ...(stream && { stream }), ...fields }
    case 'google-generate':
      return { contents: [{ role: 'user', parts: [{ text }] }], ...fields }
  }
}

/** Sends a question and gives the open answer. */
export function open(
  url: string,
  question: Question,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  const headers = {
    authorization: `Bearer ${testKey}`,
    'content-type': 'application/json',
    ...question.headers,
  }
  return new Promise((resolve, reject) => {
    const outgoing = sendHttp(url + pathOf(question), {
      method: 'POST',
      headers,
      agent: false,
      ...(signal && { signal }),
    })
    outgoing.once('error', reject)
    outgoing.once('response', (incoming) => {
      incoming.on('error', () => undefined)
      resolve(incoming)
    })
    outgoing.end(JSON.stringify(bodyOf(question)))
  })
}

/** Sends a question and reads the whole answer. */
export async function ask(url: string, question: Question): Promise<Reply> {
  const incoming = await open(url, question)
  const parts: Buffer[] = []
  let isBroken = false
  try {
    for await (const part of incoming) parts.push(part as Buffer)
  } catch {
    isBroken = true
  }
  const bytes = Buffer.concat(parts)
  const text = bytes.toString('utf8')
  const isStream = incoming.headers['content-type']?.startsWith('text/event-stream') === true
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    text,
    frames: isStream ? parseSse(bytes) : [],
    json: parseJson(text),
    isBroken,
  }
}

export function dialectOf(client: ClientDialectId): ClientDialect {
  return getDialect(client) as ClientDialect
}

/** What a client of the format reads in a reply. */
export function eventsOf(client: ClientDialectId, reply: Reply): ChatEvent[] {
  const dialect = dialectOf(client)
  if (reply.frames.length === 0) return dialect.decodeResponse(reply.json)
  const decoder = dialect.createStreamDecoder()
  return [...reply.frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
