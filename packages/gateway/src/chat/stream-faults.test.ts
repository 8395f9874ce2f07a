import {
  clientDialectIds,
  defaultReplyText,
  findStreamFlaw,
  startStrictUpstream,
  summarizeReply,
  type Behaviour,
  type ClientDialectId,
  type StrictUpstreamOptions,
} from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { ask, eventsOf } from '../testing/ask.ts'
import { endpointOf, openGateway } from '../testing/open-gateway.ts'

const own: Readonly<Record<ClientDialectId, StrictUpstreamOptions>> = {
  'openai-chat': { spec: 'openai-chat-completions' },
  'openai-responses': { spec: 'openai-responses' },
  'anthropic-messages': { spec: 'anthropic' },
  'google-generate': { spec: 'google' },
}

/** An upstream of the client's own format, whose bytes pass, and two that are translated. */
const pairs = clientDialectIds.flatMap((client) => [
  { client, way: 'passed', options: own[client], model: 'model-x' },
  ...(['anthropic', 'openai-chat-completions', 'google'] as const)
    .filter((spec) => spec !== own[client].spec)
    .map((spec) => ({ client, way: `from ${spec}`, options: { spec }, model: 'model-x' })),
  { client, way: 'from Converse', options: { spec: 'amazon-bedrock' } as const, model: 'a.nova-x' },
])

const mangled: Behaviour[] = [
  { kind: 'reply', text: 'grün 漢 🙂', writeBytes: 1, lineEnding: 'crlf', comments: true },
  { kind: 'reply', text: 'grün 漢 🙂', writeBytes: 3 },
  { kind: 'no-done' },
]

const faults: { name: string; behaviour: Behaviour }[] = [
  { name: 'breaks off', behaviour: { kind: 'break-mid-stream', afterChunks: 3 } },
  { name: 'breaks off, byte by byte', behaviour: { kind: 'break-mid-stream', writeBytes: 5 } },
  { name: 'ends without its end', behaviour: { kind: 'end-without-close' } },
  { name: 'ends in an error', behaviour: { kind: 'error-mid-stream', afterChunks: 2 } },
]

describe.each(pairs)('a stream for $client, $way', ({ client, options, model }) => {
  async function answer(behaviour: Behaviour) {
    await using upstream = await startStrictUpstream({ ...options, behaviour })
    await using gateway = await openGateway({
      endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
    })
    const reply = await ask(gateway.url, { client, model: `e1/${model}`, stream: true })
    return {
      reply,
      trace: await gateway.ended(0),
      summary: summarizeReply(eventsOf(client, reply)),
    }
  }

  test.each(mangled)(
    'is whole however it is cut (reports 11, 14, 15): $kind $writeBytes',
    async (behaviour) => {
      const { reply, summary, trace } = await answer(behaviour)
      expect(reply.status).toBe(200)
      const isPassed = trace.mode === 'pass-through'
      // A server that never says [DONE] is passed as it is.
      if (!(isPassed && behaviour.kind === 'no-done')) {
        expect(findStreamFlaw(client, reply.frames, { includeUsage: true })).toBeUndefined()
      }
      const text = behaviour.kind === 'reply' ? behaviour.text : defaultReplyText(model, 'Hi')
      expect(summary).toMatchObject({ text, finish: 'stop', error: undefined })
      expect(trace).toMatchObject({ state: 'done', usage: expect.anything() })
    },
  )

  test.each(faults)(
    'that $name says so, and nothing like an end (report 9)',
    async ({ behaviour }) => {
      const { reply, summary, trace } = await answer(behaviour)
      expect(reply.isBroken).toBe(false)
      expect(summary.error).toBeDefined()
      expect(summary.finish).toBeUndefined()
      // An upstream's own error event is as good an end, where the format has one beside response.failed.
      const isOwn = trace.mode === 'pass-through' && behaviour.kind === 'error-mid-stream'
      if (reply.status === 200 && !(isOwn && client === 'openai-responses')) {
        expect(findStreamFlaw(client, reply.frames, { includeUsage: true })).toBeUndefined()
        expect(reply.text).not.toContain('[DONE]')
      }
      expect(trace).toMatchObject({ state: 'failed', error: { code: expect.any(String) } })
    },
  )
})
