/** @file Metadata is Vertex's labels; what only Google knows is named for everyone else. */
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../model/chat-request.ts'
import { dialectIds } from '../../model/spec.ts'
import { startStrictUpstream } from '../../testing/index.ts'
import { openEngine } from '../../testing/open-engine.ts'
import { resolveExpectations } from '../../testing/resolve-expectations.ts'
import { chat } from '../../operations/chat.ts'
import { getDialect } from '../registry.ts'
import { googleGenerate } from './google-generate.ts'

const context = { modelId: 'gemini-x', stream: false, supportsSystemMessage: true }
const vertex = { ...context, takesLabels: true }
const messages: ChatRequest['messages'] = [
  { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
]
const contents = [{ role: 'user', parts: [{ text: 'Hi' }] }]

describe('labels', () => {
  test("a client's labels are metadata, and go back as they came", () => {
    const labels = { team: 'a-1', größe: 'ü_2', leer: '' }
    const { request } = googleGenerate.decodeRequest({ contents, labels })
    expect(request).toMatchObject({ metadata: labels })
    expect(request.raw).toBeUndefined()
    expect(googleGenerate.encodeRequest(request, vertex)).toEqual({
      body: { contents, labels },
      warnings: [],
    })
  })

  test('metadata that cannot be a label is left out by name, never changed', () => {
    const metadata = { team: 'a', Team: 'a', note: 'Two words', '1st': 'x', long: 'x'.repeat(64) }
    const { body, warnings } = googleGenerate.encodeRequest({ messages, metadata }, vertex)
    expect(body['labels']).toEqual({ team: 'a' })
    expect(warnings).toEqual([
      {
        code: 'metadata-left-out',
        message: 'Metadata that cannot be labels was left out: Team, note, 1st, long.',
      },
    ])
  })

  test('the Gemini API has none', () => {
    const { body, warnings } = googleGenerate.encodeRequest(
      { messages, metadata: { team: 'a' } },
      context,
    )
    expect(body).not.toHaveProperty('labels')
    expect(warnings.map(({ code }) => code)).toEqual(['metadata-left-out'])
  })

  test.each(['google-vertex', 'google'] as const)('an endpoint of %s', async (spec) => {
    await using upstream = await startStrictUpstream({ spec })
    await using engine = openEngine()
    const resolved = resolveExpectations(upstream.expectations)
    const route = { dialect: 'google-generate', upstreamModelId: 'gemini-x' } as const
    const request = { messages, metadata: { team: 'a' } }
    const { signal } = new AbortController()
    const warned: string[] = []
    for await (const event of chat({ route, resolved, request, stream: true }, engine, {
      signal,
    })) {
      if (event.type === 'start') warned.push(...(event.warnings ?? []).map(({ code }) => code))
    }
    expect(upstream.refusals).toEqual([])
    const { body } = upstream.requests.at(-1) ?? {}
    if (spec === 'google-vertex') expect(body).toMatchObject({ labels: { team: 'a' } })
    else expect(body).not.toHaveProperty('labels')
    expect(warned).toEqual(spec === 'google' ? ['metadata-left-out'] : [])
  })
})

test.each(dialectIds)(
  'cached content and safety settings reach Google, or are named (%s)',
  (id) => {
    const own = {
      cachedContent: 'cachedContents/1',
      safetySettings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'OFF' }],
    }
    const { request } = googleGenerate.decodeRequest({ contents, ...own })
    const { body, warnings } = getDialect(id).encodeRequest(request, context)
    if (id === 'google-generate') {
      expect(body).toMatchObject(own)
      expect(warnings).toEqual([])
      return
    }
    expect(JSON.stringify(body)).not.toContain('HARM_CATEGORY')
    expect(warnings).toMatchObject([
      { code: 'raw-left-out', message: expect.stringMatching(/cachedContent, safetySettings/) },
    ])
  },
)
