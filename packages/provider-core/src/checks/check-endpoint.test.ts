import { describe, expect, test } from 'vitest'
import { startStrictUpstream, type StrictSpec } from '../testing/index.ts'
import { codesOf, runCheck as check, statesOf } from '../testing/run-check.ts'

const allPassed = {
  address: 'passed',
  connection: 'passed',
  tls: 'passed',
  auth: 'passed',
  models: 'passed',
  reply: 'passed',
  stream: 'passed',
}

const specs: StrictSpec[] = [
  'openai-chat-completions',
  'openai-responses',
  'anthropic',
  'google',
  'azure',
  'amazon-bedrock',
  'google-vertex',
]

describe('a good endpoint', () => {
  test.each(specs)('%s passes every stage, with times, models and evidence', async (spec) => {
    await using upstream = await startStrictUpstream({ spec })
    const { report, events } = await check(upstream)
    expect(upstream.refusals).toEqual([])
    expect(statesOf(report)).toEqual(allPassed)
    expect(report).toMatchObject({ ok: true, summary: 'Answers', findings: [] })
    expect(report.models?.length).toBeGreaterThan(1)
    expect(upstream.expectations.models).toEqual(expect.arrayContaining(report.models ?? []))
    expect(report.evidence.map(({ title }) => title)).toEqual([
      'Model list',
      'Reply',
      'Streamed reply',
    ])
    expect(report.stages.find(({ id }) => id === 'stream')?.detail).toMatch(/first token \d+ ms/)
    const auth = report.stages.find(({ id }) => id === 'auth')?.detail
    expect(auth).toMatch(/^Key accepted\./)
    expect(auth?.includes('the token ends at')).toBe(spec === 'google-vertex')
    expect(report.credentials).toMatchObject({ source: 'typed' })
    expect(events.filter(({ type }) => type === 'report')).toHaveLength(1)
    for (const secret of Object.values(upstream.expectations.secrets)) {
      expect(JSON.stringify(events)).not.toContain(JSON.stringify(secret).slice(1, -1))
    }
  })

  test('without a key says that none was asked for', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      apiKey: '',
    })
    const { report } = await check(upstream, { secrets: {} })
    expect(report.ok).toBe(true)
    expect(report.stages.find(({ id }) => id === 'auth')?.detail).toBe(
      'No key set, none was asked for.',
    )
  })

  test('asks its own model, through the mapping', async () => {
    await using upstream = await startStrictUpstream({ spec: 'anthropic' })
    const { report } = await check(upstream, {
      fields: { models: ['claude-sonnet-4-6'], modelMapping: { 'claude-sonnet-4-6': 'claude-v2' } },
    })
    expect(report.modelId).toBe('claude-v2')
    expect(upstream.requests.at(-1)?.model).toBe('claude-v2')
  })
})

describe('the model list', () => {
  test.each([404, 405, 501])('missing with %s is a note', async (status) => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      modelListBehaviour: { kind: 'http-error', status },
    })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(statesOf(report)).toEqual({ ...allPassed, models: 'note' })
    expect(report.ok).toBe(true)
    expect(report.stages.find(({ id }) => id === 'models')?.detail).toContain(String(status))
  })

  test('missing without any known model asks for one', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      modelListBehaviour: { kind: 'http-error', status: 404 },
    })
    const { report } = await check(upstream)
    expect(report.ok).toBe(false)
    expect(report.findings).toMatchObject([{ code: 'model-needed', fix: { focus: 'models' } }])
  })

  test.each([
    [{ kind: 'html' }, 'html-answer'],
    [{ kind: 'http-error', status: 500 }, 'server-error'],
    [{ kind: 'hang-before-headers' }, 'timeout'],
  ] as const)(
    '%j without any known model is itself the cause',
    async (modelListBehaviour, code) => {
      await using upstream = await startStrictUpstream({
        spec: 'openai-chat-completions',
        modelListBehaviour,
      })
      const { report } = await check(upstream, { options: { stageLimitMs: 150 } })
      expect(codesOf(report)).toEqual([code])
      expect(statesOf(report)).toMatchObject({ reply: 'failed', stream: 'skipped' })
    },
  )

  test('refused while chat is allowed is a note, and the key is accepted', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      modelListBehaviour: { kind: 'http-error', status: 403 },
    })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(report.ok).toBe(true)
    expect(statesOf(report)).toMatchObject({ auth: 'passed', models: 'note' })
  })

  test('offers a listed model for one that the server does not have', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      models: ['qwen3-32b-instruct', 'llama-3.3-70b'],
    })
    const { report } = await check(upstream, { fields: { models: ['qwen3-32b'] } })
    expect(report.findings).toMatchObject([
      { code: 'unknown-model', fix: { changes: { models: ['qwen3-32b-instruct'] } } },
    ])
  })
})

describe('the base URL', () => {
  test('without /v1 gets "Add /v1", tried on the server, with or without a known model', async () => {
    for (const models of [['m'], []]) {
      await using upstream = await startStrictUpstream({
        spec: 'openai-chat-completions',
        notFound: 'fastapi',
      })
      const { report } = await check(upstream, { fields: { baseUrl: upstream.url, models } })
      expect(report.summary).toBe('404 at reply')
      expect(report.findings).toHaveLength(1)
      expect(report.findings[0]).toMatchObject({
        code: 'add-v1',
        fix: { label: 'Add /v1', changes: { baseUrl: `${upstream.url}/v1` } },
      })
      expect(report.findings[0]?.message).toBe(
        'The server answered 404 at …/chat/completions. With /v1 added it answers.',
      )
      expect(report.evidence.at(-1)).toMatchObject({
        title: 'Tried with /v1',
        wire: { status: 200 },
      })
    }
  })

  test('keeps its query when /v1 is added', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      notFound: 'fastapi',
      baseUrlQuery: { tenant: 'a' },
    })
    const { report } = await check(upstream, {
      fields: { baseUrl: `${upstream.url}/?tenant=a`, models: ['m'] },
    })
    expect(report.findings[0]?.fix?.changes).toEqual({ baseUrl: `${upstream.url}/v1?tenant=a` })
  })

  test('with a doubled /v1 gets one removed', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      notFound: 'fastapi',
    })
    const { report } = await check(upstream, {
      fields: { baseUrl: `${upstream.url}/v1/v1`, models: ['m'] },
    })
    expect(report.findings).toMatchObject([
      { code: 'remove-v1', fix: { changes: { baseUrl: `${upstream.url}/v1` } } },
    ])
  })

  test('that leads to a site, not to an API, is said so', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: { kind: 'html' },
    })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(report.findings).toMatchObject([{ code: 'html-answer', fix: { focus: 'baseUrl' } }])
  })

  test('that redirects offers the target as base', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: { kind: 'redirect', location: 'https://new.example/api/v1/chat/completions' },
    })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(report.findings).toMatchObject([
      { code: 'redirected', fix: { changes: { baseUrl: 'https://new.example/api/v1' } } },
    ])
  })

  test('that is not complete names the field', async () => {
    await using upstream = await startStrictUpstream({ spec: 'google-vertex' })
    const { report } = await check(upstream, { fields: { projectId: undefined } })
    expect(statesOf(report)).toMatchObject({
      address: 'failed',
      connection: 'skipped',
      stream: 'skipped',
    })
    expect(report.findings).toMatchObject([{ code: 'field', fix: { focus: 'projectId' } }])
  })
})
