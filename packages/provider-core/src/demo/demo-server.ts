/**
 * @file The demo endpoint: a small server on loopback that speaks OpenAI Chat Completions. It needs no
 * key and no network, and is reached like any other endpoint.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { composeDemoReply, countDemoTokens, demoModels, type DemoModel } from './demo-reply.ts'
import { readDemoRequest, type DemoRequest } from './demo-request.ts'

export interface DemoServer {
  /** Base URL to type for an `openai-chat-completions` endpoint. */
  readonly baseUrl: string
  /** Model ids that it serves. */
  readonly models: readonly string[]
  /** Closes the port and every socket. */
  close(): Promise<void>
}

/**
 * Starts the demo endpoint on 127.0.0.1 and a free port.
 *
 * @param options.chunkMs pause between two pieces of a stream, in milliseconds; default 15, so that
 *   streaming can be seen.
 */
export async function startDemoServer(
  options: { readonly chunkMs?: number } = {},
): Promise<DemoServer> {
  const chunkMs = options.chunkMs ?? 15
  const server = createServer((request, response) => {
    answer(request, response, chunkMs).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    models: demoModels.map(({ id }) => id),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  chunkMs: number,
): Promise<void> {
  const route = `${request.method} ${request.url?.split('?')[0]}`
  if (route === 'GET /v1/models') {
    const data = demoModels.map(({ id }) => ({ id, object: 'model', owned_by: 'patchbay' }))
    sendJson(response, 200, { object: 'list', data })
    return
  }
  if (route !== 'POST /v1/chat/completions') {
    sendError(response, 404, `The demo endpoint has no ${route}.`, 'not_found')
    return
  }
  const wanted = await readDemoRequest(request)
  if (wanted === undefined) {
    sendError(response, 400, 'The request is not a chat completion request.', 'invalid_request')
    return
  }
  const model = demoModels.find(({ id }) => id === wanted.model)
  if (model === undefined) {
    const ids = demoModels.map(({ id }) => id).join(' and ')
    sendError(
      response,
      404,
      `The model ${wanted.model} does not exist here; there are ${ids}.`,
      'model_not_found',
    )
    return
  }
  if (wanted.stream) await streamReply(response, model, wanted, chunkMs)
  else sendReply(response, model, wanted)
}

function sendReply(response: ServerResponse, model: DemoModel, wanted: DemoRequest): void {
  const { reasoning, text, finish } = composeReply(model, wanted)
  sendJson(response, 200, {
    ...envelope(model, 'chat.completion'),
    choices: [
      {
        index: 0,
        finish_reason: finish,
        message: {
          role: 'assistant',
          content: text,
          ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
        },
      },
    ],
    usage: countUsage(wanted, reasoning, text),
  })
}

async function streamReply(
  response: ServerResponse,
  model: DemoModel,
  wanted: DemoRequest,
  chunkMs: number,
): Promise<void> {
  const { reasoning, text, finish } = composeReply(model, wanted)
  const shared = envelope(model, 'chat.completion.chunk')
  const stopped = new AbortController()
  response.once('close', () => stopped.abort())
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })

  const send = async (delta: object, finishReason: string | null = null): Promise<void> => {
    const chunk = { ...shared, choices: [{ index: 0, delta, finish_reason: finishReason }] }
    await write(response, chunk, stopped.signal)
  }
  try {
    await send({ role: 'assistant', content: '' })
    for (const piece of cutIntoPieces(reasoning)) {
      await wait(chunkMs, undefined, { signal: stopped.signal })
      await send({ reasoning_content: piece })
    }
    for (const piece of cutIntoPieces(text)) {
      await wait(chunkMs, undefined, { signal: stopped.signal })
      await send({ content: piece })
    }
    await send({}, finish)
    const usage = countUsage(wanted, reasoning, text)
    await write(response, { ...shared, choices: [], usage }, stopped.signal)
    response.end('data: [DONE]\n\n')
  } catch (error) {
    if (!stopped.signal.aborted) throw error
  }
}

/** Writes one event, and waits for a reader that is slower. */
async function write(response: ServerResponse, chunk: object, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (response.write(`data: ${JSON.stringify(chunk)}\n\n`)) return
  await new Promise<void>((resolve) => {
    response.once('drain', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function composeReply(model: DemoModel, wanted: DemoRequest) {
  const whole = composeDemoReply(model, wanted.userText, wanted.turn)
  const room = wanted.maxTokens * 4 - whole.reasoning.length
  if (whole.text.length <= room) return { ...whole, finish: 'stop' }
  return { ...whole, text: whole.text.slice(0, Math.max(4, room)), finish: 'length' }
}

function countUsage(wanted: DemoRequest, reasoning: string, text: string) {
  const reasoningTokens = countDemoTokens(reasoning)
  const output = reasoningTokens + countDemoTokens(text)
  return {
    prompt_tokens: wanted.inputTokens,
    completion_tokens: output,
    total_tokens: wanted.inputTokens + output,
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  }
}

function envelope(model: DemoModel, object: string) {
  return {
    id: `demo-${crypto.randomUUID()}`,
    object,
    created: Math.floor(Date.now() / 1000),
    model: model.id,
  }
}

/** Words with the space behind them: about the size of a token. */
function cutIntoPieces(text: string): string[] {
  return text.match(/\s*\S+\s*/gu) ?? []
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendError(response: ServerResponse, status: number, message: string, code: string): void {
  sendJson(response, status, {
    error: { message, type: 'invalid_request_error', param: null, code },
  })
}
