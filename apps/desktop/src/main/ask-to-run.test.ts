import type { MessageBoxOptions } from 'electron'
import { expect, test } from 'vitest'
import { askToRun } from './ask-to-run.ts'

/** A dialog whose button `response` is pressed. */
function pressing(response: number) {
  const shown: MessageBoxOptions[] = []
  const showMessageBox = async (...given: unknown[]) => {
    shown.push(given.at(-1) as MessageBoxOptions)
    return { response, checkboxChecked: false }
  }
  return { shown, dialog: { showMessageBox } }
}

test('program and arguments are shown, and only the button for yes is a yes', async () => {
  const command = { program: '/bin/token', args: ['--for', 'a\nb'] }
  const { dialog, shown } = pressing(1)
  expect(await askToRun(dialog, command)).toBe(true)
  expect(shown[0]?.detail).toMatch(
    /^Program: \/bin\/token\nArgument 1: --for\nArgument 2: a\\u\{a\}b\n/,
  )
  expect(shown[0]?.buttons?.[1]).toBe('Allow')
  expect(shown[0]?.defaultId).toBe(0)
  expect(await askToRun(pressing(0).dialog, command)).toBe(false)
})

test('what does not fit on a screen is not run', async () => {
  const { dialog, shown } = pressing(1)
  expect(await askToRun(dialog, { program: 'sh', args: ['x'.repeat(5000)] })).toBe(false)
  expect(shown).toEqual([])
})
