import { expect, test } from 'vitest'
import { getSpec } from '../specs/registry.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { startStrictUpstream } from '../testing/index.ts'
import { chat } from './chat.ts'
import { listModels } from './list-models.ts'

test('an access token is used again, and dropped once the upstream answers 401', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google-vertex' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const dialect = getSpec('google-vertex').resolveDialect(resolved.endpoint, 'gemini-x')
  const { signal } = new AbortController()
  const ask = async (): Promise<string | undefined> => {
    let last: string | undefined
    const route = { dialect, upstreamModelId: 'gemini-x' }
    const request = {
      messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
    }
    for await (const event of chat({ route, resolved, request, stream: true }, engine, { signal }))
      last = event.type
    return last
  }
  const tokens = (): number => upstream.requests.filter(({ path }) => path === '/token').length

  expect(await ask()).toBe('finish')
  expect(await ask()).toBe('finish')
  expect(tokens()).toBe(1)

  upstream.queueBehaviours({ kind: 'http-error', status: 401 })
  expect(await ask()).toBe('error')
  expect(await ask()).toBe('finish')
  expect(tokens()).toBe(2)

  expect((await listModels(resolved, engine, { signal })).models.length).toBeGreaterThan(0)
  expect(tokens()).toBe(2)
})
