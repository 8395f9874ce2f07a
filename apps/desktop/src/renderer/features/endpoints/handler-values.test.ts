import { describe, expect, test } from 'vitest'
import type { FieldIssue } from '@patchbay/provider-core/model'
import { findFormIssues } from './form-issues.ts'
import { createFormValues, type FormValues } from './form-values.ts'
import { handlerValuesOf, readHandler } from './handler-values.ts'
import { toDraft } from './to-draft.ts'

const file = '/home/ada/handlers/handler.ts'

function formOf(changes: Partial<FormValues> = {}): FormValues {
  return {
    ...createFormValues(),
    name: 'my-custom-llm',
    spec: 'custom-handler',
    handler: { ...handlerValuesOf(undefined), file },
    ...changes,
  }
}

const judge = (values: FormValues, savedSecrets: readonly string[] = []) =>
  findFormIssues(values, { savedSecrets, takenNames: [] })

describe('the form of a custom handler', () => {
  test('needs a file and nothing else; a path that is not whole is told at its field', () => {
    expect(judge(formOf())).toEqual([])
    expect(judge(formOf({ handler: handlerValuesOf(undefined) }))).toMatchObject([
      { field: 'handler.file', message: expect.stringContaining('file') },
    ])
    const relative = { ...handlerValuesOf(undefined), file: 'handler.ts' }
    expect(judge(formOf({ handler: relative }))).toMatchObject([
      { field: 'handler.file', message: expect.stringContaining('whole path') },
    ])
  })

  test('a host that is none is told at its row, and hosts of another access do not matter', () => {
    const hosts = ['api.example.com', 'https://api.example.com/v1', ' ']
    expect(judge(formOf({ handler: { file, access: 'hosts', hosts } }))).toMatchObject([
      { field: 'handler.hosts.1' },
    ])
    expect(judge(formOf({ handler: { file, access: 'none', hosts } }))).toEqual([])
    const issues: FieldIssue[] = []
    expect(readHandler({ file, access: 'none', hosts }, issues)).toEqual({ file, network: [] })
    expect(readHandler({ file, access: 'any', hosts }, issues)).toEqual({ file, network: 'any' })
    expect(issues).toEqual([])
  })

  test('typed secrets are set under their names, kept ones stay, those without a row go', () => {
    const saved = ['handler:tenant', 'handler:old', 'apiKey']
    const handlerSecrets = [
      { name: 'tenant', value: '', saved: true },
      { name: ' fresh ', value: 's3cret' },
      { name: '', value: '' },
    ]
    const { draft, issues } = toDraft(formOf({ handlerSecrets }), saved)
    expect(issues).toEqual([])
    expect(draft.secrets).toMatchObject({
      'handler:tenant': { state: 'unchanged' },
      'handler:fresh': { state: 'set', value: 's3cret' },
      'handler:old': { state: 'removed' },
    })
  })

  test('a secret without a value, without a name or twice is told at its row', () => {
    const handlerSecrets = [
      { name: 'a', value: '' },
      { name: '', value: 'x' },
      { name: 'b', value: '1' },
      { name: 'b', value: '2' },
    ]
    expect(judge(formOf({ handlerSecrets })).map(({ field }) => field)).toEqual([
      'handlerSecrets.0.value',
      'handlerSecrets.1.name',
      'handlerSecrets.3.name',
    ])
  })
})
