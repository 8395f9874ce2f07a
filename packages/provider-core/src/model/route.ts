/** @file Where a model's request goes: the answer of the one function that makes routes. */
import { z } from 'zod'
import { dialectIdSchema, specIdSchema } from './spec.ts'

/**
 * What a person or a client asks for: a provider's model (by the provider's mode), or a model of one
 * endpoint directly.
 */
export const modelAddressSchema = z.union([
  z.object({ providerId: z.string(), modelId: z.string().trim().min(1) }),
  z.object({ endpointId: z.string(), modelId: z.string().trim().min(1) }),
])
export type ModelAddress = z.infer<typeof modelAddressSchema>

/** Plain data, no secret: safe to show. */
export const routeSchema = z.object({
  /** The provider asked for; left out when an endpoint was addressed directly. */
  providerId: z.string().optional(),
  /** Endpoint id, or `official:<provider>`. */
  endpointId: z.string(),
  /** Endpoint name, or "Official API". */
  endpointName: z.string(),
  spec: specIdSchema,
  dialect: dialectIdSchema,
  /** The id that was asked for. */
  modelId: z.string(),
  /** The id that is sent. */
  upstreamModelId: z.string(),
  mapped: z.boolean(),
  /** False for ids outside the catalogue and the endpoint's own models: capability checks are skipped. */
  verified: z.boolean(),
})
export type Route = z.infer<typeof routeSchema>

/** Why there is no route, and what would make one. */
export const routeRefusalSchema = z.object({
  code: z.enum([
    'mapping-needed',
    'unknown-model',
    'unknown-provider',
    'unknown-endpoint',
    'settings',
  ]),
  message: z.string(),
  /** A mapping entry to add. */
  suggestedMapping: z.object({ from: z.string(), to: z.string() }).optional(),
  /** Nearest known ids. */
  nearest: z.array(z.string()).optional(),
})
export type RouteRefusal = z.infer<typeof routeRefusalSchema>

export const routeResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), route: routeSchema }),
  z.object({ ok: z.literal(false), refusal: routeRefusalSchema }),
])
export type RouteResult = z.infer<typeof routeResultSchema>
