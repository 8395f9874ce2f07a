/** @file The staged check of an endpoint: stages with times, findings with fixes. */
import { z } from 'zod'
import { credentialInfoSchema } from './credential.ts'
import { endpointFieldsSchema, type EndpointFields } from './endpoint.ts'
import { errorInfoSchema } from './error.ts'
import { wireRecordSchema } from './wire-record.ts'

export const checkStageIds = [
  'address',
  'connection',
  'tls',
  'auth',
  'models',
  'reply',
  'stream',
] as const
export const checkStageIdSchema = z.enum(checkStageIds)
export type CheckStageId = z.infer<typeof checkStageIdSchema>

export const checkStageSchema = z.object({
  id: checkStageIdSchema,
  /** `note`: did not work, and need not (a missing model list). `skipped`: not run because an earlier stage failed. */
  state: z.enum(['passed', 'note', 'failed', 'skipped']),
  /** Milliseconds since the check began; left out when the stage took no time of its own. */
  startMs: z.number().optional(),
  /** Duration in milliseconds. */
  ms: z.number().optional(),
  /** Of `ms`, how long nothing had arrived yet. */
  waitMs: z.number().optional(),
  /** One line, such as "14 listed" or "first token 258 ms". */
  detail: z.string().optional(),
})
export type CheckStage = z.infer<typeof checkStageSchema>

/**
 * Some fields of an endpoint and nothing else: `partial()` alone would fill in every default, and a mend
 * of the URL would then empty the mapping.
 */
const fieldChangesSchema = z.object(
  Object.fromEntries(
    Object.entries(endpointFieldsSchema.shape).map(([name, field]) => [
      name,
      (field instanceof z.ZodDefault ? field.unwrap() : field).optional(),
    ]),
  ),
) as unknown as z.ZodType<Partial<EndpointFields>, Partial<EndpointFields>>

/** A mend that the window can apply to the draft: the fields to change. */
export const fixSchema = z.object({
  /** Words of the button, such as "Add /v1". */
  label: z.string(),
  changes: fieldChangesSchema.optional(),
  /** Mapping entries to add. */
  addMapping: z.record(z.string(), z.string()).optional(),
  /** Field (or secret) to put the cursor into, when only the person can mend it. */
  focus: z.string().optional(),
})
export type Fix = z.infer<typeof fixSchema>

export const findingSchema = z.object({
  /** Stable, kebab-case, such as `add-v1`, `html-answer`, `key-refused`. */
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  /** The cause in one or two sentences. */
  message: z.string(),
  fix: fixSchema.optional(),
})
export type Finding = z.infer<typeof findingSchema>

export const evidenceSchema = z.object({ title: z.string(), wire: wireRecordSchema })
export type Evidence = z.infer<typeof evidenceSchema>

export const certificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  validTo: z.string(),
  daysLeft: z.number(),
})
export type CertificateInfo = z.infer<typeof certificateSchema>

export const checkReportSchema = z.object({
  ok: z.boolean(),
  /** One short phrase for lists: "Answers", "404 at reply". */
  summary: z.string(),
  /** Model that the reply and stream stages used (upstream id). */
  modelId: z.string().optional(),
  stages: z.array(checkStageSchema),
  findings: z.array(findingSchema),
  /** Upstream model ids, when the endpoint lists them. */
  models: z.array(z.string()).optional(),
  evidence: z.array(evidenceSchema),
  certificate: certificateSchema.optional(),
  /** Where the credentials came from and when they end, as known once requests were signed. */
  credentials: credentialInfoSchema.optional(),
  error: errorInfoSchema.optional(),
  /** ISO 8601, UTC. */
  at: z.string(),
  totalMs: z.number(),
})
export type CheckReport = z.infer<typeof checkReportSchema>

/** Live progress of a check; `report` comes last and exactly once. */
export const checkEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stage-start'), id: checkStageIdSchema }),
  z.object({ type: z.literal('stage'), stage: checkStageSchema }),
  z.object({ type: z.literal('report'), report: checkReportSchema }),
])
export type CheckEvent = z.infer<typeof checkEventSchema>
