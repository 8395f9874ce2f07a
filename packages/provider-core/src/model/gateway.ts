/** @file What the gateway is told and what it tells: settings, keys, aliases, and the record of a request. Holds no secret. */
import { z } from 'zod'
import { usageSchema, warningSchema } from './chat-event.ts'
import { errorInfoSchema } from './error.ts'
import { modelAddressSchema, routeSchema } from './route.ts'
import { dialectIdSchema } from './spec.ts'

/** Port that the gateway takes unless told otherwise. */
export const defaultGatewayPort = 8460

const modelName = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(200, 'A name has at most 200 characters.')
  .regex(/^[^\s\p{Cc}]+$/u, 'A model name has no blanks.')

/** A name that clients can ask for, and where it sends. Its model ids are believed, known or not. */
export const gatewayAliasSchema = z.object({
  name: modelName,
  /** One is picked for each request, by weight; with one it is a plain alias. */
  targets: z
    .array(
      z.object({ address: modelAddressSchema, weight: z.number().min(0).max(1000).default(1) }),
    )
    .min(1, 'Choose a model that it sends to.')
    .max(50),
  /** Tried in order when what was picked fails before its first byte: 408, 409, 429, 5xx, no connection. */
  fallbacks: z.array(modelAddressSchema).max(20).default([]),
  /** Fallbacks are also tried when the prompt is too long for what was picked. */
  onContextOverflow: z.boolean().default(false),
})
export type GatewayAlias = z.infer<typeof gatewayAliasSchema>

/** A gateway key without its value, which is in the vault. */
export const gatewayKeySchema = z.object({
  id: z.string().min(1),
  name: z.string().trim().min(1, 'Give it a name.').max(80),
  createdAt: z.string(),
  rotatedAt: z.string().optional(),
  /** Model names that it may ask for, as clients name them; `*` stands for any characters. Left out: all. */
  models: z.array(modelName).min(1).optional(),
})
export type GatewayKey = z.infer<typeof gatewayKeySchema>

export const gatewaySettingsSchema = z.object({
  port: z.number().int().min(1).max(65_535).default(defaultGatewayPort),
  /** Started together with the app. */
  startWithApp: z.boolean().default(false),
  /** False: programs on this machine need no key; then only `Host` and `Origin` are checked. */
  requireKey: z.boolean().default(true),
  /** Keep requests and replies, redacted, in memory for the inspector. */
  keepBodies: z.boolean().default(false),
  /** Send ids that nothing knows to where their name leads, unverified. */
  assumeModelExists: z.boolean().default(false),
  keys: z.array(gatewayKeySchema).default([]),
  aliases: z.array(gatewayAliasSchema).default([]),
})
export type GatewaySettings = z.infer<typeof gatewaySettingsSchema>

/** What a client asked of the gateway. */
export const gatewayOperations = [
  'chat',
  'complete',
  'embed',
  'image',
  'count-tokens',
  'list-models',
  'stored-response',
] as const
export const gatewayOperationSchema = z.enum(gatewayOperations)
export type GatewayOperation = z.infer<typeof gatewayOperationSchema>

/** One request as lists and the inspector show it. */
export const gatewayRequestSchema = z.object({
  id: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  operation: gatewayOperationSchema.optional(),
  /** Wire format of the client. */
  client: dialectIdSchema.optional(),
  method: z.string(),
  /** Path without its query. */
  path: z.string(),
  /** The tool, as its `User-Agent` says. */
  from: z.string(),
  keyId: z.string().optional(),
  /** The model as the client named it. */
  model: z.string().optional(),
  stream: z.boolean(),
  route: routeSchema.optional(),
  mode: z.enum(['pass-through', 'translated']).optional(),
  /** What was tried before the endpoint that answered. */
  failedAttempts: z.array(z.object({ route: routeSchema, error: errorInfoSchema })),
  /** HTTP status that the client got. */
  status: z.number().int().optional(),
  /** `failed`: an error was answered, or the stream ended in one; `stopped`: the client went away. */
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  error: errorInfoSchema.optional(),
  /** Milliseconds since the request arrived. `sentMs`: handed to the transport. */
  sentMs: z.number().optional(),
  firstByteMs: z.number().optional(),
  totalMs: z.number().optional(),
  usage: usageSchema.optional(),
  /** US dollars, where the upstream reports them. */
  cost: z.number().optional(),
  warnings: z.array(warningSchema),
  /** Request and reply are kept and can be looked at. */
  hasBodies: z.boolean(),
})
export type GatewayRequest = z.infer<typeof gatewayRequestSchema>
