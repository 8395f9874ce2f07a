import { expect, test } from 'vitest'
import { digestKey } from '../testing/open-gateway.ts'
import { Refusal } from '../server/refusal.ts'
import { checkKey, checkKeyAgain } from './check-key.ts'

const keys = [digestKey('a', 'pbk-a'), digestKey('b', 'pbk-b', ['x/*'])]

test.each<[string, Record<string, string>, string?]>([
  ['Bearer', { authorization: 'Bearer pbk-b' }],
  ['bearer in small letters', { authorization: 'bearer pbk-b' }],
  ['x-api-key', { 'x-api-key': 'pbk-b' }],
  ['api-key', { 'api-key': 'pbk-b' }],
  ['x-goog-api-key', { 'x-goog-api-key': 'pbk-b' }],
  ['?key=', {}, 'pbk-b'],
  ['a placeholder beside the key', { authorization: 'Bearer sk-none', 'x-api-key': 'pbk-b' }],
])('%s carries a key', (_name, headers, queryKey) => {
  expect(checkKey(headers, queryKey, { keys, requireKey: true })?.id).toBe('b')
})

test.each([true, false])(
  'a wrong key is none, whether one is required (%s) or not',
  (requireKey) => {
    const ask = () => checkKey({ authorization: 'Bearer no' }, undefined, { keys, requireKey })
    if (!requireKey) expect(ask()).toBeUndefined()
    else expect(ask).toThrow(Refusal)
  },
)

test('without keys nothing is admitted where one is required', () => {
  const ask = () =>
    checkKey({ authorization: 'Bearer x' }, undefined, { keys: [], requireKey: true })
  expect(ask).toThrow('not one of this gateway')
})

test('a key counts also where none is required, so that its limits hold', () => {
  const key = checkKey({ 'api-key': 'pbk-b' }, undefined, { keys, requireKey: false })
  expect(key?.models).toEqual(['x/*'])
})

test('the refusal says where the key is to be found and never repeats what came', () => {
  const config = { keys, requireKey: true }
  expect(() => checkKey({}, undefined, config)).toThrow('Gateway screen')
  expect(() => checkKey({ 'api-key': 'sk-very-secret' }, undefined, config)).not.toThrow(
    'sk-very-secret',
  )
})

test('a connection is admitted again by the header that was good, for as long as the keys are the same', () => {
  const config = { keys, requireKey: true }
  const connection = { admitted: undefined }
  const ask = (authorization: string, now = config) =>
    checkKeyAgain({ authorization }, undefined, now, connection)
  expect(ask('Bearer pbk-a')?.id).toBe('a')
  expect(ask('Bearer pbk-a')?.id).toBe('a')
  expect(ask('Bearer pbk-b')?.id).toBe('b')
  expect(() => ask('Bearer pbk-c')).toThrow(Refusal)
  expect(() => ask('Bearer pbk-b', { keys: [], requireKey: true })).toThrow(Refusal)
})

test('a placeholder beside the key is not remembered as the key', () => {
  const config = { keys, requireKey: true }
  const connection = { admitted: undefined }
  const authorization = 'Bearer sk-none'
  const both = { authorization, 'x-api-key': 'pbk-b' }
  expect(checkKeyAgain(both, undefined, config, connection)?.id).toBe('b')
  expect(() => checkKeyAgain({ authorization }, undefined, config, connection)).toThrow(Refusal)
})
