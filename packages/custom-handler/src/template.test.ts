import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { handlerTemplate } from './template.ts'

const textOf = (path: string, language: 'ts' | 'js' = 'ts'): string =>
  handlerTemplate(language).find((file) => file.path === path)?.text ?? ''

/** Without what a declaration of a module needs and a module of its own does not. */
const normalize = (text: string): string =>
  text
    .replace(/^\s*export /gm, '')
    .replace(/\s+/g, ' ')
    .trim()

test('the declarations of the template are those that this package has', () => {
  const own = readFileSync(join(import.meta.dirname, 'handler-types.ts'), 'utf8')
  const types = own.slice(own.indexOf('/** What every method'))
  expect(normalize(textOf('patchbay-handler.d.ts'))).toContain(normalize(types))
})

test('the files of both languages', () => {
  for (const language of ['ts', 'js'] as const) {
    const files = handlerTemplate(language)
    expect(files.map(({ path }) => path)).toEqual([
      `handler.${language}`,
      'patchbay-handler.d.ts',
      'package.json',
      'README.md',
    ])
    expect(JSON.parse(textOf('package.json', language))).toMatchObject({
      type: 'module',
      main: `./handler.${language}`,
    })
  }
  expect(textOf('handler.ts')).toContain('completion({ model, messages }: CompletionCall)')
  expect(textOf('handler.js', 'js')).toContain('completion({ model, messages }) {')
  expect(textOf('handler.js', 'js')).not.toMatch(/: \w+Call|import type|AsyncGenerator/)
})
