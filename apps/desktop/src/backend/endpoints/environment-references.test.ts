import { expect, test } from 'vitest'
import { describeEndpoint, startStrictUpstream } from '@patchbay/provider-core/testing'
import type { CheckEvent, CheckReport, ResolvedEndpoint } from '@patchbay/provider-core/model'
import { draftOf, openTestBackend, type TestBackend } from '../testing/open-backend.ts'
import { checkEndpointDraft } from './endpoint-check.ts'

const live = () => new AbortController().signal

async function openWith(variables: Record<string, string>): Promise<TestBackend> {
  return openTestBackend(undefined, { readVariable: (name) => variables[name] })
}

function referringDraft(more: Parameters<typeof draftOf>[0] = {}) {
  return draftOf({
    spec: 'openai-chat-completions',
    baseUrl: undefined,
    models: ['fake-model'],
    environment: { fields: { baseUrl: 'MY_BASE' }, secrets: { apiKey: 'MY_KEY' } },
    ...more,
  })
}

async function resolveSaved(opened: TestBackend): Promise<ResolvedEndpoint> {
  const saved = await opened.backend.endpoints.save({ draft: referringDraft() })
  if (!saved.ok) throw new Error(JSON.stringify(saved.issues))
  const address = { endpointId: saved.endpoint.id, modelId: 'fake-model' }
  const result = await opened.backend.models.route(address, false)
  if (!result.ok) throw new Error('no route')
  return opened.backend.models.resolve(result.route)
}

async function reportOf(events: AsyncIterable<CheckEvent>): Promise<CheckReport> {
  for await (const event of events) if (event.type === 'report') return event.report
  throw new Error('no report')
}

test('names of variables are saved and shown, their values are neither', async () => {
  await using opened = await openWith({ MY_BASE: 'https://h.example/v1', MY_KEY: 'sk-canary' })
  const resolved = await resolveSaved(opened)
  expect(resolved).toMatchObject({
    endpoint: { baseUrl: 'https://h.example/v1' },
    secrets: { apiKey: 'sk-canary' },
  })
  const [summary] = await opened.backend.endpoints.list()
  expect(summary).toMatchObject({ host: '$MY_BASE', savedSecrets: [] })
  const stored = JSON.stringify([summary, await opened.backend.settings.read()])
  expect(stored).toContain('MY_KEY')
  expect(stored).not.toMatch(/sk-canary|h\.example/)
})

test('a copy refers to the same variables', async () => {
  await using opened = await openWith({})
  const saved = await opened.backend.endpoints.save({ draft: referringDraft() })
  if (!saved.ok) throw new Error('not saved')
  const copy = await opened.backend.endpoints.duplicate(saved.endpoint.id)
  expect(copy.environment).toEqual(saved.endpoint.environment)
})

test('a check of a draft goes where the variable says, with the key of the variable', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const { baseUrl, secrets } = describeEndpoint(upstream.expectations)
  await using opened = await openWith({
    MY_BASE: baseUrl ?? '',
    MY_KEY: secrets?.apiKey ?? '',
  })
  const report = await reportOf(
    checkEndpointDraft({ draft: referringDraft({ models: [] }) }, opened.backend.check, live()),
  )
  expect(report).toMatchObject({ ok: true })
  expect(JSON.stringify(report.stages)).toContain('MY_KEY')
})

test('a key is not sent over http to another machine because a variable says so', async () => {
  await using opened = await openWith({ MY_BASE: 'http://far.example/v1', MY_KEY: 'sk-canary' })
  const report = await reportOf(
    checkEndpointDraft({ draft: referringDraft() }, opened.backend.check, live()),
  )
  expect(report.ok).toBe(false)
  expect(JSON.stringify(report)).toMatch(/http:/)
  expect(JSON.stringify(report)).not.toContain('sk-canary')
})
