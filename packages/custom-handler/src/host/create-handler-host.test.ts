import { expect, test } from 'vitest'
import { ask, openHost, resolveHandler, textOf } from '../testing/open-handler.ts'

test('completion answers with a text', async () => {
  const host = openHost()
  const resolved = await resolveHandler(
    `export async function completion({ model, messages }) { return model + ' heard ' + messages[0].content }`,
  )
  const answer = await ask(host, resolved)
  expect(textOf(answer)).toBe('my-model heard Hello')
  expect(host.host.logs('one')).toEqual([])
})
