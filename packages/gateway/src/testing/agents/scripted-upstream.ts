/**
 * @file A model that follows a script, in any of the four formats: the first request that offers the tool is
 * answered with its call, all others with words. Takes every field that a real agent sends.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeSse, getDialect, type ClientDialect } from '@patchbay/provider-core'
import type { ChatEvent, DialectId } from '@patchbay/provider-core/model'

export interface ScriptedUpstream {
  readonly port: number
  /** Bodies of the requests, in order. */
  readonly bodies: string[]
  close(): Promise<void>
}

export interface Script {
  readonly tool: { readonly name: string; readonly arguments: Record<string, unknown> }
  readonly lastWords: string
}

/** Starts it on a free port. `dialect` is what it speaks. */
export async function startScriptedUpstream(
  dialect: Exclude<DialectId, 'bedrock-converse'>,
  script: Script,
): Promise<ScriptedUpstream> {
  const codec = getDialect(dialect) as ClientDialect
  const bodies: string[] = []
  let hasCalled = false

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const body = Buffer.concat(pieces).toString()
    bodies.push(body)
    const calls = !hasCalled && body.includes(`"${script.tool.name}"`)
    hasCalled ||= calls
    const events = calls ? callEvents(script) : wordEvents(script)
    const isStream =
      request.url?.includes(':streamGenerateContent') === true || /"stream": ?true/.test(body)
    const context = { modelId: 'model', includeUsage: true, id: `r${bodies.length}`, createdAt: 1 }
    if (isStream) {
      const encoder = codec.createStreamEncoder(context)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const event of events)
        for (const frame of encoder.push(event)) response.write(encodeSse(frame))
      response.end()
      return
    }
    const reply = codec.encodeResponse(events, context)
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(reply.body))
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const usage = { inputTokens: 10, outputTokens: 5 }

function callEvents({ tool }: Script): ChatEvent[] {
  const id = 'call_of_the_script'
  return [
    { type: 'start', id: 'r', model: 'model' },
    { type: 'tool-call-start', id, name: tool.name, block: 0 },
    { type: 'tool-call-delta', id, arguments: JSON.stringify(tool.arguments), block: 0 },
    { type: 'tool-call-end', id, block: 0 },
    { type: 'finish', reason: 'tool-calls', usage },
  ]
}

function wordEvents({ lastWords }: Script): ChatEvent[] {
  return [
    { type: 'start', id: 'r', model: 'model' },
    { type: 'text-delta', text: lastWords, block: 0 },
    { type: 'finish', reason: 'stop', usage },
  ]
}
