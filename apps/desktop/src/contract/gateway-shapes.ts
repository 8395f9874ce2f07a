/** @file Shapes of the gateway that exist only between a window and its host. */
import { z } from 'zod'
import {
  dialectIdSchema,
  fieldIssueSchema,
  gatewayAliasSchema,
  gatewayKeySchema,
  gatewayRequestSchema,
  gatewaySettingsSchema,
  modelAddressSchema,
  routeRefusalSchema,
  routeResultSchema,
  routeSchema,
  wireRecordSchema,
} from '@patchbay/provider-core/model'
import { chatSettingsSchema } from './shapes.ts'

export const gatewayStatusSchema = z.object({
  state: z.enum(['stopped', 'running']),
  /** `http://127.0.0.1:PORT` while it runs. */
  url: z.string().optional(),
  /** ISO 8601, UTC. */
  since: z.string().optional(),
  /** Why it could not start or stopped by itself. */
  problem: z.string().optional(),
  /** With `problem`: the port is what to change (taken, or not allowed). */
  portRefused: z.boolean().optional(),
  settings: gatewaySettingsSchema.omit({ keys: true, aliases: true }),
})
export type GatewayStatus = z.infer<typeof gatewayStatusSchema>

/** `problem`: why the port cannot be had; the gateway goes on where it was. */
export const moveGatewayResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), status: gatewayStatusSchema }),
  z.object({ ok: z.literal(false), problem: z.string() }),
])
export type MoveGatewayResult = z.infer<typeof moveGatewayResultSchema>

const { port, startWithApp, requireKey, keepBodies, assumeModelExists } =
  gatewaySettingsSchema.shape
/** What is left out stays as it is: the defaults of the stored shape must not come in here. */
export const gatewaySettingsChangeSchema = z.object({
  port: port.unwrap().optional(),
  startWithApp: startWithApp.unwrap().optional(),
  requireKey: requireKey.unwrap().optional(),
  keepBodies: keepBodies.unwrap().optional(),
  assumeModelExists: assumeModelExists.unwrap().optional(),
})
export type GatewaySettingsChange = z.infer<typeof gatewaySettingsChangeSchema>

export const gatewayKeySummarySchema = gatewayKeySchema.extend({
  /** ISO 8601, UTC; left out while it was never used. */
  lastUsedAt: z.string().optional(),
  /** False: its value is not in the vault (any more); rotate it. */
  saved: z.boolean(),
})
export type GatewayKeySummary = z.infer<typeof gatewayKeySummarySchema>

/** An alias with where each of its models leads now, in the order of the alias. */
export const gatewayAliasSummarySchema = gatewayAliasSchema.extend({
  targetResults: z.array(routeResultSchema),
  fallbackResults: z.array(routeResultSchema),
})
export type GatewayAliasSummary = z.infer<typeof gatewayAliasSummarySchema>

/** A name that clients may send, and where it leads now. */
export const gatewayModelSchema = z.object({
  name: z.string(),
  kind: z.enum(['alias', 'provider', 'endpoint']),
  /** Heading: "Aliases", the provider's or the endpoint's name. */
  groupName: z.string(),
  result: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), route: routeSchema }),
    z.object({ ok: z.literal(false), refusal: routeRefusalSchema }),
  ]),
})
export type GatewayModel = z.infer<typeof gatewayModelSchema>

/** First everything that is kept (newest first), then each request as it begins and as it ends. */
export const gatewayRequestPartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all'), requests: z.array(gatewayRequestSchema) }),
  z.object({ type: z.literal('put'), requests: z.array(gatewayRequestSchema) }),
])
export type GatewayRequestPart = z.infer<typeof gatewayRequestPartSchema>

/** What is kept of one request while "Keep requests and replies" is on. Redacted. */
export const gatewayRequestDetailSchema = z.object({
  request: gatewayRequestSchema,
  /** JSON as the client sent it. */
  clientBody: z.string().optional(),
  wire: wireRecordSchema.optional(),
})
export type GatewayRequestDetail = z.infer<typeof gatewayRequestDetailSchema>

/** Sum of one day (of this machine's calendar) and model. */
export const gatewayUsageRowSchema = z.object({
  /** YYYY-MM-DD. */
  day: z.string(),
  /** The model as clients named it. */
  model: z.string(),
  endpointName: z.string(),
  client: dialectIdSchema.optional(),
  requests: z.number().int(),
  failed: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** US dollars, of the requests whose upstream reported it. */
  cost: z.number().optional(),
})
export type GatewayUsageRow = z.infer<typeof gatewayUsageRowSchema>

export const saveAliasResultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    alias: gatewayAliasSummarySchema,
    /** What is worth knowing about it, such as that it hides a model of the same name. */
    notes: z.array(z.string()),
  }),
  z.object({ ok: z.literal(false), issues: z.array(fieldIssueSchema) }),
])
export type SaveAliasResult = z.infer<typeof saveAliasResultSchema>

export const openedInChatSchema = z.object({
  chatId: z.string(),
  notes: z.array(z.string()),
  /** Left out where the request led nowhere, or where its last words are the model's. */
  again: z
    .object({
      replyId: z.string(),
      target: modelAddressSchema,
      /** Nothing knew the id, and it was sent all the same. */
      assumeModelExists: z.boolean(),
      settings: chatSettingsSchema,
    })
    .optional(),
})
export type OpenedInChat = z.infer<typeof openedInChatSchema>
