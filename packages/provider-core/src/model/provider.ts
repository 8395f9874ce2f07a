/** @file A provider's mode: its vendor's own API, or a custom endpoint. */
import { z } from 'zod'
import { secretNameSchema } from './secret.ts'

export const providerModeSchema = z.enum(['official', 'custom-endpoint'])
export type ProviderMode = z.infer<typeof providerModeSchema>

/** Stored per provider; a provider that is not stored is in official mode without a key. */
export const providerSettingsSchema = z.object({
  mode: providerModeSchema.default('official'),
  /** Kept when the mode goes back to official, so that switching again needs no second choice. */
  endpointId: z.string().optional(),
  /** Secret names saved in the vault for the official API. */
  savedSecrets: z.array(secretNameSchema).default([]),
})
export type ProviderSettings = z.infer<typeof providerSettingsSchema>

/** Vault key under which the official API key of a provider is kept. */
export function officialEndpointId(providerId: string): string {
  return `official:${providerId}`
}

export const providerSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  mode: providerModeSchema,
  endpointId: z.string().optional(),
  modelCount: z.number().int(),
  /** How many of its models the current endpoint's mapping renames. */
  mappedCount: z.number().int(),
  /** True when the official API has a key in the vault. */
  savedKey: z.boolean(),
  /** Page where the vendor hands out keys. */
  keysUrl: z.string().optional(),
})
export type ProviderSummary = z.infer<typeof providerSummarySchema>
