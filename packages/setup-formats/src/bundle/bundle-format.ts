/** @file Our bundle as it is written: custom providers, modes and aliases as JSON. Endpoints go by their names. */
import { z } from 'zod'
import type { EndpointFields, SecretName } from '@patchbay/provider-core/model'

/** Raised by one whenever the shape changes; older ones stay readable. 2: aliases, references, secrets. */
export const bundleFormat = 2

export interface BundledEndpoint extends EndpointFields {
  /** Names of the secrets that are saved on the machine it came from. */
  readonly secretNames: readonly SecretName[]
  /** Their values: only in a bundle that is sealed. */
  readonly secrets?: Readonly<Partial<Record<SecretName, string>>>
}

export type BundledTarget =
  | { readonly endpoint: string; readonly modelId: string }
  | { readonly providerId: string; readonly modelId: string }

export interface BundledAlias {
  readonly name: string
  readonly targets: readonly { readonly address: BundledTarget; readonly weight: number }[]
  readonly fallbacks: readonly BundledTarget[]
  readonly onContextOverflow: boolean
}

export interface Bundle {
  readonly patchbay: 'bundle'
  readonly format: typeof bundleFormat
  /** ISO 8601, UTC. */
  readonly exportedAt: string
  readonly endpoints: readonly BundledEndpoint[]
  /** Provider id → name of the endpoint that its mode points at. */
  readonly providers: Readonly<Record<string, string>>
  readonly aliases: readonly BundledAlias[]
  /** Keys of official APIs by provider id: only in a bundle that is sealed. */
  readonly officialKeys?: Readonly<Record<string, string>>
}

/** A bundle sealed with a passphrase: scrypt makes the key, AES-256-GCM the box. */
export const sealedBundleSchema = z.object({
  patchbay: z.literal('sealed-bundle'),
  format: z.literal(1),
  scrypt: z.object({
    // Bounds, so that somebody else's file cannot take all memory.
    N: z
      .number()
      .int()
      .min(2)
      .max(2 ** 20),
    r: z.number().int().min(1).max(16),
    p: z.number().int().min(1).max(4),
    salt: z.base64(),
  }),
  sealed: z.object({ iv: z.base64(), tag: z.base64(), data: z.base64() }),
})
export type SealedBundle = z.infer<typeof sealedBundleSchema>
