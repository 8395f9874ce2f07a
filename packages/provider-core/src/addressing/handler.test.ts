import { expect, test } from 'vitest'
import { addressHandler } from './handler.ts'

const chat = { kind: 'chat', dialect: 'openai-chat', modelId: 'm', stream: false } as const
const address = (file: string) => addressHandler({ handler: { file, network: [] } }, chat)

test('a module named by its whole path gets an address that no network sees', () => {
  for (const file of [
    '/home/ada/handler.ts',
    String.raw`C:\ada\handler.mjs`,
    '/a/b.cjs',
    '/a/b.mts',
  ])
    expect(address(file)?.url).toBe('patchbay-handler:/chat/completions')
})

test.each([
  ['', 'Choose the file of your handler.'],
  ['handler.ts', 'Give the whole path'],
  ['/etc/passwd', 'Choose a JavaScript or TypeScript file'],
  ['/home/ada/handler.py', 'Choose a JavaScript or TypeScript file'],
  ['/home/ada/handler.tsx', 'Choose a JavaScript or TypeScript file'],
])('%j is refused with what to do', (file, message) => {
  expect(() => address(file)).toThrow(message)
})
