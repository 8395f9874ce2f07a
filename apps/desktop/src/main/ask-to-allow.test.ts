import type { MessageBoxOptions, OpenDialogOptions } from 'electron'
import { expect, test } from 'vitest'
import { askToAllow, chooseHandlerFile } from './ask-to-allow.ts'

function pressing(response: number) {
  const shown: MessageBoxOptions[] = []
  const showMessageBox = async (...given: unknown[]) => {
    shown.push(given.at(-1) as MessageBoxOptions)
    return { response, checkboxChecked: false }
  }
  return { shown, dialog: { showMessageBox } }
}

function choosing(filePaths: string[]) {
  const showOpenDialog = async (..._given: [unknown, OpenDialogOptions] | [OpenDialogOptions]) => ({
    canceled: filePaths.length === 0,
    filePaths,
  })
  return { showOpenDialog }
}

const file = '/home/ada/handlers/my\nllm.ts'
const files = Array.from({ length: 14 }, (_, index) => ({
  path: `part-${index}.ts`,
  sha256: 'ab',
}))

test('file, hash and parts are shown, and only the button for yes is a yes', async () => {
  const { dialog, shown } = pressing(1)
  expect(await askToAllow(dialog, { file, hash: 'c0ffee', files })).toBe(true)
  const detail = shown[0]?.detail ?? ''
  expect(detail).toMatch(/^File: "?\/home\/ada\/handlers\/my\\u\{a\}llm\.ts"?\nHash: c0ffee\n/)
  expect(detail).toContain('part-11.ts')
  expect(detail).toContain('and 2 more')
  expect(shown[0]?.defaultId).toBe(0)
  expect(await askToAllow(pressing(0).dialog, { file, hash: 'c0ffee', files })).toBe(false)
})

test('a file dialog gives the file, or nothing when it was left', async () => {
  expect(await chooseHandlerFile(choosing(['/a.ts']))).toBe('/a.ts')
  expect(await chooseHandlerFile(choosing([]))).toBeUndefined()
})
