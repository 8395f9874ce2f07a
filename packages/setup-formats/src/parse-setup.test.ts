import { describe, expect, it } from 'vitest'
import { findFormat } from './find-format.ts'
import { parseSetup } from './parse-setup.ts'

describe('the format of a file', () => {
  it.each([
    ['litellm', 'config.yaml', 'model_list:\n  - model_name: a'],
    ['litellm', undefined, '# proxy\r\nlitellm_settings: {}\r\nmodel_list: []'],
    ['litellm', 'config.json', '{"model_list": []}'],
    ['environment', '.env', 'A=1'],
    ['environment', '.env.local', ''],
    ['environment', 'C:\\Users\\me\\keys.ps1', '$env:OPENAI_API_KEY = "x"'],
    [
      'environment',
      undefined,
      'export OPENAI_API_KEY=sk-1\nexport OPENAI_BASE_URL=https://a.example',
    ],
    ['environment', undefined, 'PATH=/bin\nHOME=/root\nOPENAI_API_KEY=sk-1'],
    ['librechat', 'librechat.yaml', 'version: 1'],
    ['librechat', undefined, 'version: 1.2\nendpoints:\n  custom: []'],
    ['opencode', 'opencode.jsonc', '// nothing yet'],
    ['opencode', undefined, '{"$schema": "https://opencode.ai/config.json"}'],
    ['opencode', undefined, '{"provider": {"a": {}}, }'],
    ['vscode', undefined, '[{"vendor": "customendpoint"}]'],
    ['vscode', 'chatLanguageModels.json', '[]'],
    ['vscode', undefined, '{"github.copilot.chat.customOAIModels": {}}'],
    ['bundle', 'opencode.json', '{"patchbay": "bundle"}'],
    ['bundle', undefined, '\uFEFF{"patchbay": "sealed-bundle"}'],
    ['bundle', undefined, '{"patchbay": "bundle", "endpoints": [}'],
    [undefined, 'notes.txt', 'Dear diary, today I wrote = twice.\nIt rained.\nThe end.'],
    [undefined, 'package.json', '{"name": "x", "dependencies": {}}'],
    [undefined, 'list.json', '[1, 2]'],
  ])('is %s', (format, fileName, text) => {
    expect(findFormat({ text, fileName })).toBe(format)
  })
})

describe('what cannot be imported', () => {
  it.each([
    ['', /nothing in it/],
    [' \n ', /nothing in it/],
    ['Dear diary', /LiteLLM config\.yaml, a \.env file/],
    ['model_list: [', /./],
    ['{"provider": {"a": [}', /line 1, column/],
    ['PNG\0\0', /not a text file/],
  ])('is refused in words', (text, message) => {
    expect(parseSetup({ text })).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    })
  })

  it('is read as the format that the person chose', () => {
    expect(parseSetup({ text: 'a: 1', format: 'bundle' })).toMatchObject({ ok: false })
    expect(
      parseSetup({ text: 'OPENAI_API_KEY=sk-1', fileName: 'x.yaml', format: 'environment' }),
    ).toMatchObject({
      ok: true,
      plan: { officialKeys: { openai: { kind: 'value' } } },
    })
  })

  it('may be sealed, which is no fault', () => {
    expect(parseSetup({ text: '{"patchbay": "sealed-bundle"}' })).toMatchObject({
      ok: false,
      sealed: true,
    })
  })
})
