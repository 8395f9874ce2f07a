import { expect, test } from 'vitest'
import { readKeyFields } from './key-fields.ts'

test('a key needs a name, and names of models where it is limited', () => {
  expect(readKeyFields({ name: ' ', limited: false, models: '' })).toMatchObject({
    ok: false,
    issues: { name: 'Give it a name.' },
  })
  expect(readKeyFields({ name: 'CI', limited: true, models: ' \n ' })).toMatchObject({
    ok: false,
    issues: { models: 'Name at least one model.' },
  })
  expect(readKeyFields({ name: 'CI', limited: true, models: 'two words' })).toMatchObject({
    ok: false,
    issues: { models: 'A model name has no blanks.' },
  })
})

test('lines are names, each once; without a limit there are none', () => {
  expect(
    readKeyFields({ name: ' CI ', limited: true, models: 'fast\r\n\n anthropic/* \nfast' }),
  ).toEqual({ ok: true, fields: { name: 'CI', models: ['fast', 'anthropic/*'] } })
  expect(readKeyFields({ name: 'CI', limited: false, models: 'fast' })).toEqual({
    ok: true,
    fields: { name: 'CI' },
  })
})
