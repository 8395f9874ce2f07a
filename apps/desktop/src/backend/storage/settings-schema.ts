/** @file The settings file: its one schema, its format number and the steps from older formats. */
import { z } from 'zod'
import { ProviderError } from '@patchbay/provider-core'
import {
  endpointSchema,
  gatewayAliasSchema,
  gatewayKeySchema,
  gatewaySettingsSchema,
  providerSettingsSchema,
} from '@patchbay/provider-core/model'
import { themeSchema } from '#contract/shapes'

/** Raised by one whenever a stored shape changes, together with a step in `migrations`. */
export const settingsFormat = 1

/** Unknown fields are kept when read and written back, so that a newer entry is not cut down. */
export const settingsSchema = z.looseObject({
  format: z.literal(settingsFormat),
  theme: themeSchema.default('system'),
  /** Chosen by the person when there was no keychain. */
  vaultChoice: z.enum(['keychain', 'file', 'memory']).optional(),
  endpoints: z.record(z.string(), endpointSchema.loose()).default({}),
  providers: z.record(z.string(), providerSettingsSchema.loose()).default({}),
  gateway: gatewaySettingsSchema
    .extend({
      keys: z.array(gatewayKeySchema.loose()).default([]),
      aliases: z.array(gatewayAliasSchema.loose()).default([]),
    })
    .loose()
    .prefault({}),
  /** Files of custom handlers that may run: absolute path → hash of what the person agreed to. */
  confirmedHandlers: z.record(z.string(), z.string()).default({}),
  /** Base URLs of local servers that are no longer offered. */
  dismissedServers: z.array(z.string()).default([]),
})
export type Settings = z.infer<typeof settingsSchema>

export function emptySettings(): Settings {
  return settingsSchema.parse({ format: settingsFormat })
}

/** Turns the content of format n (the key) into format n + 1. */
export type SettingsMigrations = Readonly<
  Record<number, (content: Record<string, unknown>) => Record<string, unknown>>
>

/** No older format has been released yet. */
export const migrations: SettingsMigrations = {}

/**
 * Raw file content → settings of today's format.
 * Throws `ProviderError('settings')` for a file of a newer format, and `ZodError` for a broken one.
 */
export function parseSettings(raw: unknown, steps: SettingsMigrations = migrations): Settings {
  let content = z.record(z.string(), z.unknown()).parse(raw)
  if (Object.keys(content).length === 0) return emptySettings()
  let format = z.number().int().nonnegative().parse(content['format'])
  if (format > settingsFormat) {
    throw new ProviderError({
      code: 'settings',
      message:
        `The settings file was written by a newer Patchbay (format ${format}, this one knows ${settingsFormat}). ` +
        'Update Patchbay, or point PATCHBAY_HOME at another folder. Nothing was changed.',
    })
  }
  while (format < settingsFormat) {
    const step = steps[format]
    if (!step)
      throw new ProviderError({
        code: 'settings',
        message: `The settings file has the unknown format ${format}.`,
      })
    content = step(content)
    format += 1
  }
  return settingsSchema.parse({ ...content, format })
}
