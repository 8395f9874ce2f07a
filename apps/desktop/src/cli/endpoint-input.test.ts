import { expect, test } from 'vitest'
import { parseEndpointInput } from './endpoint-input.ts'

const input = (more: object): string =>
  JSON.stringify({ name: 'x', spec: 'openai-chat-completions', baseUrl: 'http://a/v1', ...more })

test('a misspelt field is refused by its name, within a group too', () => {
  for (const [more, name] of [
    [{ baseurl: 'x' }, 'baseurl'],
    [{ timeouts: { connectMS: 200 } }, 'timeouts.connectMS'],
    [{ compat: { developerRol: true } }, 'compat.developerRol'],
  ] as const) {
    expect(() => parseEndpointInput(input(more))).toThrow(`Unknown field ${name}.`)
  }
  const right = { timeouts: { connectMs: 200 }, compat: { developerRole: true } }
  expect(parseEndpointInput(input(right))).toMatchObject(right)
})

test('a header name that cannot be is refused in words', () => {
  expect(() => parseEndpointInput(input({ headers: { 'x y': '1' } }))).toThrow(
    'headers.x y: A header name has letters, digits and - only.',
  )
})
