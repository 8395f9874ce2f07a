import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { shellWord } from './snippet.ts'
import { pinnedTools, setupTools } from './tools.ts'

const values = { url: 'http://127.0.0.1:8471', model: 'company-proxy/o"dd\'name', key: 'pbk-abc' }

const parsers: Partial<Record<string, (text: string) => unknown>> = {
  json: (text) => JSON.parse(text) as unknown,
  toml: parseToml,
  yaml: parseYaml as (text: string) => unknown,
}

/** Reads the part of TOML that is used here: tables, and strings, whose escapes are JSON's. */
function parseToml(text: string): Record<string, Record<string, unknown>> {
  const tables: Record<string, Record<string, unknown>> = {}
  let table = ''
  for (const line of text.split('\n').filter(Boolean)) {
    const [, head] = /^\[([\w.]+)\]$/.exec(line) ?? []
    const [, key, value] = /^(\w+) = (".*")$/.exec(line) ?? []
    if (head !== undefined) table = head
    else if (key === undefined || value === undefined) throw new Error(`Not TOML: ${line}`)
    else tables[table] = { ...tables[table], [key]: JSON.parse(value) as unknown }
  }
  return tables
}

/** Every string in a parsed file. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsOf(inner)])
}

describe('set-up of tools', () => {
  const withSnippets = setupTools.filter((tool) => tool.id !== 'cursor')

  test.each(withSnippets.map((tool) => [tool.label, tool] as const))(
    '%s gets the address, the model and the key',
    (_label, tool) => {
      const plain = tool.write({ ...values, model: 'company-proxy/plain' })
      const text = plain.map((snippet) => snippet.text).join('\n')
      expect(text).toContain(values.url)
      expect(text).toContain('company-proxy/plain')
      expect(text).toContain(values.key)
    },
  )

  const files = withSnippets.flatMap((tool) =>
    tool
      .write(values)
      .filter((snippet) => parsers[snippet.language])
      .map((snippet) => [`${tool.label}: ${snippet.caption}`, snippet] as const),
  )

  test.each(files)('%s can be read by its format, whatever the name', (_name, snippet) => {
    const strings = stringsOf(parsers[snippet.language]?.(snippet.text))
    expect(strings.some((text) => text.startsWith(values.url))).toBe(true)
    expect(strings.some((text) => text.endsWith(values.model))).toBe(true)
  })

  test('Codex speaks Responses to the address with /v1', () => {
    const codex = setupTools.find((tool) => tool.id === 'codex')
    const file = codex?.write(values).find((snippet) => snippet.language === 'toml')
    expect(parseToml(file?.text ?? '')).toMatchObject({
      '': { model_provider: 'patchbay', model: values.model },
      'model_providers.patchbay': { base_url: `${values.url}/v1`, wire_api: 'responses' },
    })
  })

  test('Claude Code, Anthropic and Google get the address without /v1', () => {
    for (const id of ['claude-code', 'anthropic-js', 'google-js']) {
      const tool = setupTools.find((one) => one.id === id)
      expect(tool?.write(values)[0]?.text).not.toContain(`${values.url}/v1`)
    }
  })

  test('Cursor is told the truth instead of a set-up that fails', () => {
    const cursor = setupTools.find((tool) => tool.id === 'cursor')
    expect(cursor?.write(values)).toEqual([])
    expect(cursor?.note).toContain('cannot reach')
  })

  test('a name with a quote stays one word of the shell', () => {
    expect(shellWord(`it's $HOME`)).toBe(`'it'\\''s $HOME'`)
    expect(shellWord('a/b:c')).toBe('a/b:c')
  })

  test('pinned tools exist and ids are unique', () => {
    const ids = setupTools.map((tool) => tool.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of pinnedTools) expect(ids).toContain(id)
  })
})
