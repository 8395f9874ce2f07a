import { describe, expect, test } from 'vitest'
import type { GatewayAlias } from '@patchbay/provider-core/model'
import { createRow, placeIssues, readAliasValues, toAliasValues } from './alias-form.ts'

const alias: GatewayAlias = {
  name: 'fast',
  targets: [
    { address: { providerId: 'openai', modelId: 'gpt-5-mini' }, weight: 3 },
    { address: { endpointId: 'e1', modelId: 'org/llama:free' }, weight: 1 },
  ],
  fallbacks: [{ endpointId: 'e2', modelId: 'backup' }],
  onContextOverflow: true,
}

describe('alias values', () => {
  test('come back as the alias they were made of', () => {
    expect(readAliasValues(toAliasValues(alias))).toEqual({ ok: true, alias })
  })

  test('a new one says what is missing, each under its field', () => {
    expect(readAliasValues(toAliasValues(undefined))).toEqual({
      ok: false,
      issues: { name: 'Give it a name.', 'targets.0': 'Choose where it is sent.' },
    })
    const noModel = { ...toAliasValues(alias), fallbacks: [createRow('endpoint:e2')] }
    expect(readAliasValues(noModel)).toMatchObject({
      ok: false,
      issues: { 'fallbacks.0': 'Choose or type a model id.' },
    })
  })

  test('weights are numbers, and not all of them 0', () => {
    const values = toAliasValues(alias)
    const weigh = (...weights: string[]) =>
      readAliasValues({
        ...values,
        targets: values.targets.map((row, index) => ({ ...row, weight: weights[index] ?? '1' })),
      })
    expect(weigh('0', '2').ok).toBe(true)
    expect(weigh('', '1').ok).toBe(false)
    expect(weigh('1', '1001').ok).toBe(false)
    expect(weigh('0', '0')).toMatchObject({ ok: false })
  })

  test('a name has no blanks', () => {
    const result = readAliasValues({ ...toAliasValues(alias), name: 'two words' })
    expect(result).toMatchObject({ ok: false, issues: { name: 'A model name has no blanks.' } })
  })

  test('what the host refuses stands under its field', () => {
    expect(
      placeIssues([
        { field: 'name', message: 'Taken.' },
        { field: 'targets.1.address.modelId', message: 'Unknown.' },
        { field: 'onContextOverflow', message: 'Odd.' },
      ]),
    ).toEqual({ name: 'Taken.', 'targets.1': 'Unknown.', form: 'Odd.' })
  })
})
