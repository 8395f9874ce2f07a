import { expect, test } from 'vitest'
import { endpointDraftSchema, endpointSchema } from '@patchbay/provider-core/model'
import { findFormIssues } from './form-issues.ts'
import { createFormValues, formValuesOf, type FormValues } from './form-values.ts'
import { toDraft } from './to-draft.ts'

const environment = {
  fields: { region: 'MY_REGION' },
  secrets: {
    accessKeyId: 'MY_ID',
    secretAccessKey: 'MY_SECRET',
    'header:x-team-key': 'MY_TEAM',
  },
} as const
const saved = endpointSchema.parse({
  id: 'e',
  name: 'Cloud',
  spec: 'amazon-bedrock',
  environment,
  createdAt: '',
  updatedAt: '',
})
const form = formValuesOf({ ...saved, host: '$MY_REGION', usedBy: [], usedByAliases: [] })

test('a form that was opened and saved keeps every reference', () => {
  const { draft, issues } = toDraft(form, [])
  expect(issues).toEqual([])
  expect(endpointDraftSchema.parse(draft)).toMatchObject({
    environment,
    credentialKind: 'access-keys',
  })
  expect(findFormIssues(form, { savedSecrets: [], takenNames: [] })).toEqual([])
})

test('a reference takes the place of what was typed, and of what is saved', () => {
  const values: FormValues = {
    ...createFormValues(),
    name: 'Mine',
    baseUrl: 'https://typed.example',
    environment: { fields: { baseUrl: 'MY_BASE' }, secrets: { apiKey: 'MY_KEY' } },
  }
  values.secrets.apiKey = { state: 'set', value: 'sk-typed' }
  const { draft } = toDraft(values, ['apiKey'])
  expect(draft).toMatchObject({ baseUrl: undefined, secrets: { apiKey: { state: 'removed' } } })
  expect(JSON.stringify(toDraft(values, []).draft)).not.toContain('sk-typed')
})

test('references of what the form does not show any more are left out', () => {
  const { draft } = toDraft({ ...form, spec: 'openai-chat-completions' }, [])
  expect(draft.environment).toEqual({ fields: {}, secrets: { 'header:x-team-key': 'MY_TEAM' } })
})

test('a variable without a name, or with one that none can have, is told at its field', () => {
  const chosen = { fields: { baseUrl: '' }, secrets: { apiKey: 'no-dashes' } }
  const values = { ...createFormValues(), name: 'Mine', environment: chosen }
  const issues = findFormIssues(values, { savedSecrets: [], takenNames: [] })
  expect(issues).toMatchObject([
    { field: 'environment.fields.baseUrl', message: 'Name the variable.' },
    { field: 'environment.secrets.apiKey', message: expect.stringMatching(/letters/) },
  ])
})
