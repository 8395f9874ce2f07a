/** @file Our bundle: custom providers and modes as JSON, never with a secret. */
import { z } from 'zod'
import { endpointFieldsSchema, secretNameSchema } from '@patchbay/provider-core/model'
import type { Settings } from '../storage/settings-schema.ts'

export const bundleSchema = z.object({
  patchbay: z.literal('bundle'),
  format: z.literal(1),
  /** ISO 8601, UTC. */
  exportedAt: z.string(),
  endpoints: z.array(
    endpointFieldsSchema.extend({
      /** Names of secrets that are saved on the machine it came from; their values are not in here. */
      secretNames: z.array(secretNameSchema).default([]),
    }),
  ),
  /** Provider id → name of the endpoint that its mode points at. */
  providers: z.record(z.string(), z.string()).default({}),
})
export type Bundle = z.infer<typeof bundleSchema>

export function createBundle(settings: Settings, at: Date): Bundle {
  const endpoints = Object.values(settings.endpoints).filter((endpoint) => !endpoint.embedded)
  const nameOf = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint.name]))
  return {
    patchbay: 'bundle',
    format: 1,
    exportedAt: at.toISOString(),
    endpoints: endpoints.map((endpoint) => ({
      ...endpointFieldsSchema.parse(endpoint),
      secretNames: endpoint.savedSecrets,
    })),
    providers: Object.fromEntries(
      Object.entries(settings.providers).flatMap(([id, provider]) => {
        const name = nameOf.get(provider.endpointId ?? '')
        return provider.mode === 'custom-endpoint' && name !== undefined ? [[id, name]] : []
      }),
    ),
  }
}

/** Text → bundle, or what is wrong with it in words. */
export function parseBundle(
  text: string,
): { ok: true; bundle: Bundle } | { ok: false; message: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return {
      ok: false,
      message: 'This is not JSON. Choose a bundle that was exported from Patchbay.',
    }
  }
  const parsed = bundleSchema.safeParse(value)
  if (parsed.success) return { ok: true, bundle: parsed.data }
  if (!z.object({ patchbay: z.literal('bundle') }).safeParse(value).success) {
    return {
      ok: false,
      message: 'This is not a Patchbay bundle. Choose a file that was exported from Patchbay.',
    }
  }
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') ?? ''
  return {
    ok: false,
    message: `The bundle has a problem at ${where || 'its top'}: ${issue?.message ?? 'unknown'}`,
  }
}
