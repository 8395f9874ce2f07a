import type { ChatSettings } from '#contract/shapes'

/** The settings of a chat as typed. */
export interface SettingsText {
  readonly system: string
  readonly temperature: string
  readonly maxOutputTokens: string
}

export interface ParsedSettings {
  readonly settings: ChatSettings
  readonly issues: Partial<Record<keyof SettingsText, string>>
}

export function wordSettings(settings: ChatSettings): SettingsText {
  return {
    system: settings.system ?? '',
    temperature: settings.temperature === undefined ? '' : String(settings.temperature),
    maxOutputTokens: settings.maxOutputTokens === undefined ? '' : String(settings.maxOutputTokens),
  }
}

/** Empty fields are left to the model; what cannot be read stands in `issues` and is left out. */
export function parseSettings(text: SettingsText): ParsedSettings {
  const settings: { -readonly [Key in keyof ChatSettings]: ChatSettings[Key] } = {}
  const issues: { -readonly [Key in keyof SettingsText]?: string } = {}
  if (text.system.trim() !== '') settings.system = text.system
  const temperature = text.temperature.trim().replace(',', '.')
  if (temperature !== '') {
    const value = Number(temperature)
    if (value >= 0 && value <= 2) settings.temperature = value
    else issues.temperature = 'A temperature is a number from 0 to 2.'
  }
  const tokens = text.maxOutputTokens.trim()
  if (tokens !== '') {
    if (/^\d{1,9}$/.test(tokens) && Number(tokens) > 0) settings.maxOutputTokens = Number(tokens)
    else issues.maxOutputTokens = 'The limit is a whole number from 1.'
  }
  return { settings, issues }
}
