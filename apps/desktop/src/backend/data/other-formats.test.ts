import { describe, expect, test } from 'vitest'
import type { ImportChoices, ImportPreview } from '#contract/data-shapes'
import type { Backend } from '../backend.ts'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'

function takeAll(preview: ImportPreview, more: Partial<ImportChoices> = {}): ImportChoices {
  if (!preview.ok) throw new Error(preview.message)
  return {
    endpoints: preview.endpoints.map(({ key }) => ({ key, duplicate: 'rename' })),
    aliases: preview.aliases.map(({ name }) => ({ name, duplicate: 'rename' })),
    modes: [],
    officialKeys: preview.officialKeys.map(({ providerId }) => providerId),
    resolveReferences: false,
    ...more,
  }
}

const config = `
model_list:
  - model_name: house-model
    litellm_params:
      model: openai/fake-model
      api_base: https://llm.corp.example/v1
      api_key: sk-canary-1
  - model_name: from-environment
    litellm_params:
      model: anthropic/claude-x
      api_base: os.environ/CLAUDE_BASE
      api_key: os.environ/CLAUDE_KEY
  - model_name: included
    litellm_params:
      model: openai/other
      api_key: os.environ/OPENAI_API_KEY
      api_base: https://other.example/v1
general_settings:
  master_key: sk-canary-2
`

describe('LiteLLM', () => {
  test('a configuration comes in: values to the vault, references as references, nothing of a key in what is told', async () => {
    await using opened = await openTestBackend()
    const { data, endpoints, vault, gateway } = opened.backend
    const source = { text: config, fileName: 'config.yaml' }
    const preview = await data.previewImport(source)
    expect(preview).toMatchObject({ ok: true, format: 'litellm' })
    const result = await data.applyImport({ source, choices: takeAll(preview) })
    expect(JSON.stringify([preview, result])).not.toContain('sk-canary')
    const all = await endpoints.list()
    const house = all.find(({ host }) => host === 'llm.corp.example')
    expect(house).toMatchObject({ models: ['fake-model'], savedSecrets: ['apiKey'] })
    expect(await vault.get(house?.id ?? '', 'apiKey')).toBe('sk-canary-1')
    expect(all.find(({ host }) => host === '$CLAUDE_BASE')).toMatchObject({
      spec: 'anthropic',
      savedSecrets: [],
      environment: { fields: { baseUrl: 'CLAUDE_BASE' }, secrets: { apiKey: 'CLAUDE_KEY' } },
    })
    const names = (await gateway.aliases.list()).map((alias) => alias.name)
    expect(names).toEqual(expect.arrayContaining(['house-model', 'from-environment', 'included']))
    expect(JSON.stringify(await opened.backend.settings.read())).not.toContain('sk-canary')
  })

  test('what is exported is read again: same addresses, models and names, keys by their variables', async () => {
    await using from = await openTestBackend()
    await fillForLitellm(from.backend)
    const { text, variables, secrets } = await from.backend.data.export({ format: 'litellm' })
    expect(text).not.toContain('sk-canary')
    expect(secrets).toBe(0)
    expect(variables).toContainEqual(
      expect.objectContaining({ for: expect.stringMatching(/Company proxy/) }),
    )

    const values = Object.fromEntries(variables.map(({ name }) => [name, 'sk-canary-8']))
    await using to = await openTestBackend(undefined, { readVariable: (name) => values[name] })
    const { data, endpoints, gateway, vault } = to.backend
    const source = { text, format: 'litellm' as const }
    const preview = await data.previewImport(source)
    await data.applyImport({ source, choices: takeAll(preview, { resolveReferences: true }) })
    const [company] = await endpoints.list()
    expect(company).toMatchObject({ host: 'llm.corp.example', models: ['fake-model'] })
    expect(await vault.get(company?.id ?? '', 'apiKey')).toBe('sk-canary-8')
    expect((await gateway.aliases.list()).map((alias) => alias.name)).toContain('fast')
  })
})

async function fillForLitellm({ endpoints, gateway }: Backend): Promise<void> {
  const saved = await endpoints.save({
    draft: draftOf({
      spec: 'openai-chat-completions',
      baseUrl: 'https://llm.corp.example/v1',
      models: ['fake-model'],
      secrets: { apiKey: { state: 'set', value: 'sk-canary-1' } },
    }),
  })
  if (!saved.ok) throw new Error('not saved')
  const address = { endpointId: saved.endpoint.id, modelId: 'fake-model' }
  const targets = [{ address, weight: 1 }]
  await gateway.aliases.save({
    alias: { name: 'fast', targets, fallbacks: [], onContextOverflow: false },
  })
}

test('variables that are exported in a shell come in as references, official keys only where they are resolved', async () => {
  const variables = {
    OPENAI_API_KEY: 'sk-canary-1',
    ANTHROPIC_BASE_URL: 'https://claude.corp.example',
    ANTHROPIC_API_KEY: 'sk-canary-2',
    PATH: '/usr/bin',
  }
  await using opened = await openTestBackend(undefined, {
    readVariable: (name) => (variables as Record<string, string>)[name],
  })
  const { data, endpoints, vault, providers } = opened.backend
  const source = { variables }
  const preview = await data.previewImport(source)
  expect(preview).toMatchObject({ ok: true, officialKeys: [{ variable: 'OPENAI_API_KEY' }] })
  const kept = await data.applyImport({ source, choices: takeAll(preview) })
  expect(kept.notTaken).toEqual([expect.stringMatching(/OPENAI_API_KEY/)])
  expect(await endpoints.list()).toMatchObject([
    { spec: 'anthropic', environment: { secrets: { apiKey: 'ANTHROPIC_API_KEY' } } },
  ])
  expect(await vault.has('official:openai', 'apiKey')).toBe(false)

  const choices = takeAll(preview, { resolveReferences: true, endpoints: [] })
  await data.applyImport({ source, choices })
  expect(await vault.get('official:openai', 'apiKey')).toBe('sk-canary-1')
  expect((await providers.list()).find(({ id }) => id === 'openai')?.savedKey).toBe(true)
})

test('a file that includes another finds it among those that were chosen, by its name', async () => {
  await using opened = await openTestBackend()
  const { data } = opened.backend
  const main = 'include:\n  - parts/models.yaml\n'
  const source = { text: main, fileName: 'config.yaml', format: 'litellm' as const }
  const found = await data.previewImport({ ...source, includes: { 'models.yaml': config } })
  const alone = await data.previewImport(source)
  expect(found.ok && found.endpoints.length).toBe(3)
  expect(alone.ok && alone.endpoints.length).toBe(0)
})
