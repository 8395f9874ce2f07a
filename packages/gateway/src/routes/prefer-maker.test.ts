import { expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import {
  rawEndpoint,
  sendJsonReply,
  startRawUpstream,
  type RawUpstream,
} from '../testing/raw-upstream.ts'

/** Knows only the responses that it made itself. */
function startKeeper(name: string): Promise<RawUpstream> {
  let count = 0
  return startRawUpstream((response, { body }) => {
    const { previous_response_id: previous } = JSON.parse(body) as { previous_response_id?: string }
    if (previous?.startsWith(`resp_${name}_`) === false) {
      sendJsonReply(response, 404, { error: { message: 'There is no such response.' } })
      return
    }
    count += 1
    const id = `resp_${name}_${count}`
    const reply = { id, object: 'response', status: 'completed', model: 'm', output: [] }
    sendJsonReply(response, 200, reply)
  })
}

test('a conversation goes on at the endpoint that keeps it', async () => {
  await using a = await startKeeper('a')
  await using b = await startKeeper('b')
  const spec = 'openai-responses' as const
  await using gateway = await openGateway({
    endpoints: [rawEndpoint(a, { id: 'a', spec }), rawEndpoint(b, { id: 'b', spec })],
    aliases: [
      {
        name: 'shared',
        targets: ['a', 'b'].map((endpointId) => ({ address: { endpointId, modelId: 'm' } })),
      },
    ],
  })
  const question = { client: 'openai-responses', model: 'shared', stream: false } as const
  const statuses = new Set<number>()
  for (let turn = 0; turn < 24; turn += 1) {
    const first = await ask(gateway.url, question)
    const { id } = first.json as { id: string }
    const fields = { previous_response_id: id }
    statuses.add((await ask(gateway.url, { ...question, fields })).status)
  }
  expect([...statuses]).toEqual([200])
  expect(a.calls.length).toBeGreaterThan(0)
  expect(b.calls.length).toBeGreaterThan(0)
})
