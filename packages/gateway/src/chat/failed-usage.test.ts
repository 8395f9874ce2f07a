import { describe, expect, test } from 'vitest'
import { clientDialectIds } from '@patchbay/provider-core/testing'
import { ask } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import { rawEndpoint, sendJsonReply, startRawUpstream } from '../testing/raw-upstream.ts'

const usage = { input_tokens: 40, output_tokens: 9, total_tokens: 49 }
const response = { id: 'resp_1', object: 'response', created_at: 1, model: 'm', output: [] }
const failed = {
  ...response,
  status: 'failed',
  error: { code: 'server_error', message: 'It broke.' },
  usage,
}
const incomplete = {
  ...response,
  status: 'incomplete',
  incomplete_details: { reason: 'max_output_tokens' },
  usage,
}
const begin = { type: 'response.created', response: { ...response, status: 'in_progress' } }
const word = { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'Hi' }
const endings = [
  { how: 'failed', state: 'failed', whole: failed },
  { how: 'incomplete', state: 'done', whole: incomplete },
] as const

describe.each(clientDialectIds)('a client of %s', (client) => {
  describe.each(endings)('whose response ends as $how', ({ how, state, whole }) => {
    test.each([
      { when: 'in the middle', before: [begin, word] },
      { when: 'at once', before: [begin] },
    ])('is counted what it cost, when streamed and ended $when', async ({ before }) => {
      const events = [...before, { type: `response.${how}`, response: whole }]
      await using upstream = await startRawUpstream((out) => {
        out.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const [number, event] of events.entries()) {
          const data = JSON.stringify({ ...event, sequence_number: number })
          out.write(`event: ${event.type}\ndata: ${data}\n\n`)
        }
        out.end()
      })
      await using gateway = await openGateway({
        endpoints: [rawEndpoint(upstream, { id: 'e1', spec: 'openai-responses' })],
      })
      await ask(gateway.url, { client, model: 'e1/m', stream: true })
      const trace = await gateway.ended(0)
      expect(trace).toMatchObject({ state, usage: { inputTokens: 40, outputTokens: 9 } })
    })

    test('is counted what it cost, when whole', async () => {
      await using upstream = await startRawUpstream((out) => sendJsonReply(out, 200, whole))
      await using gateway = await openGateway({
        endpoints: [rawEndpoint(upstream, { id: 'e1', spec: 'openai-responses' })],
      })
      await ask(gateway.url, { client, model: 'e1/m', stream: false })
      expect((await gateway.ended(0)).usage).toMatchObject({ inputTokens: 40, outputTokens: 9 })
    })
  })
})
