import type { StreamFrame } from '@patchbay/provider-core'
import {
  clientDialectIds,
  defaultReasoning,
  defaultReplyText,
  fakeUsage,
  findStreamFlaw,
  startStrictUpstream,
  summarizeReply,
} from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { ask, eventsOf } from '../testing/ask.ts'
import { endpointOf, openGateway } from '../testing/open-gateway.ts'
import { upstreamSettings } from '../testing/upstream-settings.ts'

/** Azure's own first chunk, without id and choices, passes to clients of the same format as it came. */
function withoutFilterReport(frames: readonly StreamFrame[]): readonly StreamFrame[] {
  const isReport = frames[0]?.data.includes('"prompt_filter_results"') === true
  return isReport ? frames.slice(1) : frames
}

const weather = { name: 'get_weather', arguments: { city: 'Oslo', unit: 'celsius' } }

describe.each(upstreamSettings)('$name', ({ options, model, overrides }) => {
  describe.each(clientDialectIds)('asked by a client of %s', (client) => {
    test.each([true, false])('answers in full, stream: %s', async (stream) => {
      await using upstream = await startStrictUpstream(options)
      await using gateway = await openGateway({
        endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1', ...overrides })],
      })
      const reply = await ask(gateway.url, { client, model: `e1/${model}`, stream })
      expect(upstream.refusals).toEqual([])
      expect(reply.status).toBe(200)
      if (stream) {
        expect(
          findStreamFlaw(client, withoutFilterReport(reply.frames), { includeUsage: true }),
        ).toBeUndefined()
      }
      const summary = summarizeReply(eventsOf(client, reply))
      expect(summary.text).toBe(defaultReplyText(model, 'Hi'))
      expect(summary.reasoning).toBe(defaultReasoning('Hi'))
      expect(summary.finish).toBe('stop')
      const usage = { inputTokens: fakeUsage.inputTokens, outputTokens: fakeUsage.outputTokens }
      expect(summary.usage).toMatchObject(usage)
      expect(reply.headers['x-patchbay-model']).toBe(model)
      const trace = await gateway.ended(0)
      expect(trace).toMatchObject({ state: 'done', status: 200, usage, stream, client })
    })

    test.each([true, false])(
      'hands tool calls over (reports 1, 2, 4, 18), stream: %s',
      async (stream) => {
        await using upstream = await startStrictUpstream({
          ...options,
          behaviour: {
            kind: 'reply',
            toolCalls: [weather, { name: 'get_time', arguments: {} }],
            finish: 'tool-calls',
            ...(stream && { writeBytes: 7, lineEnding: 'crlf', comments: true }),
          },
        })
        await using gateway = await openGateway({
          endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1', ...overrides })],
        })
        const reply = await ask(gateway.url, { client, model: `e1/${model}`, stream })
        expect(reply.status).toBe(200)
        if (stream) {
          expect(
            findStreamFlaw(client, withoutFilterReport(reply.frames), { includeUsage: true }),
          ).toBeUndefined()
        }
        const summary = summarizeReply(eventsOf(client, reply))
        expect(summary.toolCalls).toEqual([weather, { name: 'get_time', arguments: {} }])
        expect(summary.finish).toBe('tool-calls')
      },
    )
  })
})
