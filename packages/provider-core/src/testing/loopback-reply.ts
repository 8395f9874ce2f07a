/** @file A server on the loopback that answers a client's SDK with given events, as a client dialect encodes them. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChatEvent } from '../model/chat-event.ts'
import { encodeSse } from '../transport/encode-sse.ts'
import type { ClientDialect, DecodedRequest, ReplyContext } from '../dialects/dialect.ts'

export interface LoopbackReply {
  /** Base of every path, without a slash at the end. */
  readonly url: string
  /** What the server understood of each request, in order. */
  readonly requests: readonly DecodedRequest[]
  /** What it answers from now on. */
  events: readonly ChatEvent[]
  close(): void
}

/** Starts it; a request with `stream: true` is answered as a stream whose bytes come in small pieces. */
export async function startLoopbackReply(
  dialect: ClientDialect,
  context: Omit<ReplyContext, 'includeUsage'>,
): Promise<LoopbackReply> {
  const requests: DecodedRequest[] = []
  const answer = (asked: DecodedRequest, events: readonly ChatEvent[]) => {
    const reply = { ...context, includeUsage: asked.request.includeUsage === true }
    if (!asked.stream) {
      const { status, body } = dialect.encodeResponse(events, reply)
      return { status, type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
    }
    const encoder = dialect.createStreamEncoder(reply)
    const frames = events.flatMap((event) => encoder.push(event))
    const bytes = Buffer.concat([Buffer.from(': ping\n'), ...frames.map(encodeSse)])
    return { status: 200, type: 'text/event-stream', bytes }
  }
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const asked = dialect.decodeRequest(body)
      requests.push(asked)
      const { status, type, bytes } = answer(asked, loopback.events)
      response.writeHead(status, { 'content-type': type })
      for (let at = 0; at < bytes.length; at += 11) response.write(bytes.subarray(at, at + 11))
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const loopback: LoopbackReply = {
    url: `http://127.0.0.1:${port}`,
    requests,
    events: [],
    close: () => server.close(),
  }
  return loopback
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
}
