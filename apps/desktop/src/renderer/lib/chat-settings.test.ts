import { expect, test } from 'vitest'
import { parseSettings, wordSettings } from './chat-settings.ts'

test('what was set comes back as it was', () => {
  const settings = { system: 'Be brief.', temperature: 0.2, maxOutputTokens: 64 }
  expect(parseSettings(wordSettings(settings))).toEqual({ settings, issues: {} })
})

test('empty fields are left to the model', () => {
  expect(parseSettings({ system: '  ', temperature: '', maxOutputTokens: '' }).settings).toEqual({})
})

test('a comma counts as a decimal point', () => {
  const parsed = parseSettings({ system: '', temperature: '0,7', maxOutputTokens: '' })
  expect(parsed.settings.temperature).toBe(0.7)
})

test.each(['3', '-1', 'warm', 'NaN'])('temperature %s is refused with a reason', (temperature) => {
  const parsed = parseSettings({ system: '', temperature, maxOutputTokens: '' })
  expect(parsed.settings.temperature).toBeUndefined()
  expect(parsed.issues.temperature).toContain('0 to 2')
})

test.each(['0', '1.5', '-4', 'many'])(
  'a limit of %s is refused with a reason',
  (maxOutputTokens) => {
    const parsed = parseSettings({ system: '', temperature: '', maxOutputTokens })
    expect(parsed.settings.maxOutputTokens).toBeUndefined()
    expect(parsed.issues.maxOutputTokens).toContain('whole number')
  },
)
