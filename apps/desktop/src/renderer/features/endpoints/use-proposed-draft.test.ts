import { expect, test } from 'vitest'
import { endpointDraftSchema } from '@patchbay/provider-core/model'
import { createFormValues } from './form-values.ts'
import { toDraft } from './to-draft.ts'
import { wordCopied } from './use-copy-link.ts'
import { fillForm } from './use-proposed-draft.ts'

test('a proposed draft comes out of the form as it went in, secrets and rows too', () => {
  const draft = endpointDraftSchema.parse({
    name: 'Acme',
    spec: 'azure',
    resourceName: 'acme',
    apiVersion: '2024-10-21',
    models: ['one', 'two'],
    modelMapping: { a: 'b' },
    headers: { 'x-team': 'red' },
    supportsSystemMessage: false,
    auth: { scheme: 'header', headerName: 'x-key' },
    secrets: {
      apiKey: { state: 'set', value: 'sk-1' },
      'header:x-token': { state: 'set', value: 'sk-2' },
    },
  })
  const empty = createFormValues()
  const { draft: read, issues } = toDraft({ ...empty, ...fillForm(empty, draft) }, [])
  expect(issues).toEqual([])
  const filled = endpointDraftSchema.parse(read)
  expect(filled).toMatchObject({
    name: 'Acme',
    spec: 'azure',
    resourceName: 'acme',
    apiVersion: '2024-10-21',
    models: ['one', 'two'],
    modelMapping: { a: 'b' },
    headers: { 'x-team': 'red' },
    supportsSystemMessage: false,
    auth: { scheme: 'header', headerName: 'x-key' },
  })
  expect(filled.secrets['header:x-token']).toEqual({ state: 'set', value: 'sk-2' })
  expect(filled.secrets.apiKey).toEqual({ state: 'set', value: 'sk-1' })
  expect(filled.allowPlainHttp).toBe(false)
})

test('what a link leaves out is told', () => {
  expect(wordCopied([])).toBe('Copied the link, without any key.')
  expect(wordCopied(['proxy', 'TLS'])).toContain('It leaves out: proxy, TLS.')
})
