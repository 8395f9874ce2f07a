/** @file What the engine adds to the first token, against a bare `fetch` of the same request in the same run. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { openChat, type OpenChat } from './open-chat.ts'

export interface FirstToken {
  /** Milliseconds to the first text of each request. */
  readonly engine: readonly number[]
  readonly bare: readonly number[]
  /** Engine minus bare, request by request. */
  readonly added: readonly number[]
}

/** @param rounds how many pairs are measured, after `warmUp` pairs that are not */
export async function measureFirstToken(rounds: number, warmUp: number): Promise<FirstToken> {
  const child = fork(join(import.meta.dirname, 'upstream.fixture.ts'), { stdio: 'inherit' })
  const { port } = await new Promise<{ port: number }>((resolve) =>
    child.once('message', (told) => resolve(told as { port: number })),
  )
  const engine = openChat()
  const baseUrl = `http://127.0.0.1:${port}/v1`
  const result = { engine: [] as number[], bare: [] as number[], added: [] as number[] }
  try {
    for (let round = -warmUp; round < rounds; round += 1) {
      // Taken in turns, so that neither always comes first.
      const bareFirst = round % 2 === 0
      const first = bareFirst ? await bareFetch(baseUrl) : await throughEngine(baseUrl, engine)
      const second = bareFirst ? await throughEngine(baseUrl, engine) : await bareFetch(baseUrl)
      if (round < 0) continue
      const [bare, own] = bareFirst ? [first, second] : [second, first]
      result.bare.push(bare)
      result.engine.push(own)
      result.added.push(own - bare)
    }
  } finally {
    await engine.close()
    child.disconnect()
  }
  return result
}

async function throughEngine(baseUrl: string, engine: OpenChat): Promise<number> {
  const begin = performance.now()
  let first = NaN
  for await (const event of engine.chat(baseUrl)) {
    if (event.type === 'text-delta' && Number.isNaN(first)) first = performance.now() - begin
    if (event.type === 'error') throw new Error(event.error.message)
  }
  return first
}

async function bareFetch(baseUrl: string): Promise<number> {
  const begin = performance.now()
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench-key' },
    body: JSON.stringify({
      model: 'm',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
      stream_options: { include_usage: true },
    }),
  })
  const decoder = new TextDecoder()
  let first = NaN
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true })
    if (Number.isNaN(first) && text.includes('"content":"Plug"')) first = performance.now() - begin
  }
  return first
}
