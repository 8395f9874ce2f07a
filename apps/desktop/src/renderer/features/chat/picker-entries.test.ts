import { describe, expect, test } from 'vitest'
import { listPickerEntries, wordRoute, type PickerContext } from './picker-entries.ts'
import { createEndpoint, createProvider, createRow } from './testing/rows.ts'

const context: PickerContext = {
  providers: [
    createProvider('openai', { name: 'OpenAI', savedKey: false }),
    createProvider('anthropic', { name: 'Anthropic', mode: 'custom-endpoint', endpointId: 'e1' }),
  ],
  endpoints: [createEndpoint('e1', 'Proxy'), createEndpoint('e2', 'vLLM')],
  current: { providerId: 'anthropic', modelId: 'claude-sonnet-4-6' },
}
const rows = [
  createRow({ providerId: 'openai', groupName: 'OpenAI', modelId: 'gpt-5' }),
  createRow({
    providerId: 'anthropic',
    groupName: 'Anthropic',
    modelId: 'claude-sonnet-4-6',
    name: 'Claude Sonnet 4.6',
    mode: 'custom-endpoint',
  }),
  createRow({ endpointId: 'e2', endpointName: 'vLLM', modelId: 'qwen' }),
]

function texts(query: string): string[] {
  return listPickerEntries(rows, query, context).map((entry) => {
    if (entry.kind === 'heading') return `# ${entry.text}`
    return entry.kind === 'model' ? entry.row.modelId : entry.label
  })
}

describe('the model picker', () => {
  test('groups by provider and mode, what can be reached first', () => {
    expect(texts('')).toEqual([
      '# Anthropic, custom endpoint',
      'claude-sonnet-4-6',
      '# vLLM, own models',
      'qwen',
      '# OpenAI, official API',
      'gpt-5',
    ])
  })

  test('finds by id, name, group and endpoint, whatever the case', () => {
    expect(texts('SONNET 4.6')).toContain('claude-sonnet-4-6')
    expect(texts('vllm')[1]).toBe('qwen')
    expect(texts('openai')[1]).toBe('gpt-5')
  })

  test('offers an unknown id as typed: where the chat goes, then to each custom provider', () => {
    const entries = listPickerEntries(rows, 'claude-next', context)
    expect(entries.map((entry) => entry.kind)).toEqual(['typed', 'typed', 'typed'])
    expect(entries[0]).toMatchObject({
      label: 'Use “claude-next” as typed',
      route: 'Anthropic, Proxy',
      address: { providerId: 'anthropic', modelId: 'claude-next' },
    })
    expect(entries[2]).toMatchObject({
      label: 'Send “claude-next” to vLLM',
      address: { endpointId: 'e2', modelId: 'claude-next' },
    })
  })

  test('offers a typed id to those custom providers only whose own ids are most alike', () => {
    const many = ['llama', 'gemma', 'qwen-a', 'qwen-bc', 'phi'].map((modelId, index) =>
      createRow({ endpointId: `m${index}`, endpointName: modelId, modelId }),
    )
    const endpoints = [
      ...many.map(({ modelId }, index) => createEndpoint(`m${index}`, modelId)),
      createEndpoint('bare', 'Nothing listed'),
    ]
    const labels = listPickerEntries(many, 'qwen-b', { ...context, endpoints })
      .filter((entry) => entry.kind === 'typed')
      .map((entry) => entry.label)
    expect(labels.slice(1)).toEqual([
      'Send “qwen-b” to Nothing listed',
      'Send “qwen-b” to qwen-bc',
      'Send “qwen-b” to qwen-a',
      'Send “qwen-b” to llama',
    ])
  })

  test('offers no id that a row has already, and none with blanks', () => {
    expect(texts('claude-sonnet-4-6')).not.toContain('Use “claude-sonnet-4-6” as typed')
    expect(texts('two words')).toEqual([])
  })

  test('keeps an id that differs from a known one in case only', () => {
    expect(texts('QWEN')).toContain('Send “QWEN” to vLLM')
  })

  test('goes to the first endpoint while no model was chosen', () => {
    const entries = listPickerEntries(rows, 'x', { ...context, current: undefined })
    expect(entries).toContainEqual(
      expect.objectContaining({
        label: 'Use “x” as typed',
        address: { endpointId: 'e1', modelId: 'x' },
      }),
    )
  })

  test('says at the row what stands in the way', () => {
    const row = createRow({ modelId: 'm', endpointName: 'Proxy' })
    expect(wordRoute(row, true)).toEqual({ text: 'Proxy', tone: 'plain' })
    expect(wordRoute(row, false).text).toBe('Proxy, no key')
    expect(wordRoute({ ...row, notListed: true }, true)).toEqual({
      text: 'Proxy, not in its list',
      tone: 'warn',
    })
    expect(wordRoute({ ...row, lastCheckFailed: '404' }, true)).toEqual({
      text: 'Proxy, last check failed',
      tone: 'error',
    })
    const refused = {
      ok: false as const,
      refusal: { code: 'mapping-needed' as const, message: '' },
    }
    expect(wordRoute({ ...row, result: refused }, true).tone).toBe('error')
  })
})
