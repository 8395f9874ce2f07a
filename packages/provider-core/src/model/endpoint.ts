/**
 * @file The endpoint ("custom provider" in the window) in its four shapes: settings (stored), draft
 * (what a form or a command hands in), summary (what a window may see) and resolved (with secrets).
 */
import { z } from 'zod'
import { authSchema } from './auth.ts'
import { compatSchema } from './compat.ts'
import { proxySchema, retrySchema, tlsSchema } from './connection.ts'
import { tokenSchema } from './http-token.ts'
import { environmentSchema } from './environment.ts'
import { handlerSchema } from './handler.ts'
import { mappingSchema } from './mapping.ts'
import { secretChangeSchema, secretNameSchema, type SecretValues } from './secret.ts'
import { dialectIdSchema, specIdSchema } from './spec.ts'

const trimmed = z.string().trim()
const optionalText = trimmed.optional().transform((value) => (value === '' ? undefined : value))

export const headersSchema = z.record(
  tokenSchema('A header name has letters, digits and - only.'),
  z.string().regex(/^[^\r\n\0]*$/, 'A header value is one line.'),
)

/** Time limits in milliseconds; `defaultTimeouts` hold for what is left out. There is no total limit: a live stream is never cut. */
export const timeoutsSchema = z.object({
  connectMs: z.number().int().min(100).max(600_000),
  firstByteMs: z.number().int().min(100).max(3_600_000),
  idleMs: z.number().int().min(100).max(3_600_000),
})
export type Timeouts = z.infer<typeof timeoutsSchema>

/** What holds where nothing is set. A model may think for minutes before its first byte. */
export const defaultTimeouts: Timeouts = {
  connectMs: 10_000,
  firstByteMs: 300_000,
  idleMs: 300_000,
}

export const bedrockApis = ['native', 'openai', 'anthropic', 'mantle'] as const
export const bedrockApiSchema = z.enum(bedrockApis)
export type BedrockApi = z.infer<typeof bedrockApiSchema>

/** Everything an endpoint can be told, of all specs; which fields a spec uses is in the spec registry. */
export const endpointFieldsSchema = z.object({
  name: trimmed.min(1, 'Give it a name.').max(80, 'A name has at most 80 characters.'),
  spec: specIdSchema,
  /** Everything before the operation path; its query string is sent with every request. */
  baseUrl: optionalText,
  /** "Use this URL exactly": nothing is appended to `baseUrl`, nothing is cut from it. */
  exactUrl: z.boolean().default(false),
  /** Overrides the wire format that the spec would pick (Azure: Responses or Claude; Bedrock: Converse). */
  dialect: dialectIdSchema.optional(),
  modelMapping: mappingSchema.default({}),
  headers: headersSchema.default({}),
  query: z.record(z.string().min(1), z.string()).default({}),
  /** Merged into every request body; objects are merged deeply, everything else replaces. */
  extraBody: z.record(z.string(), z.json()).default({}),
  supportsSystemMessage: z.boolean().default(true),
  /** Model ids that this endpoint serves, as the user keeps them (typed or taken from its list). */
  models: z.array(trimmed.min(1)).default([]),
  timeouts: timeoutsSchema.partial().default({}),
  /** The user agreed to send the key over plain http to a host that is not loopback. */
  allowPlainHttp: z.boolean().default(false),
  /** Served by this app itself: the host fills in the base URL when it is used. */
  embedded: z.enum(['demo']).optional(),
  /** `anthropic-version` header (or body field on Bedrock and Vertex) when not the dialect's usual one. */
  anthropicVersion: optionalText,
  resourceName: optionalText,
  apiVersion: optionalText,
  region: optionalText,
  profile: optionalText,
  projectId: optionalText,
  location: optionalText,
  /** How requests authenticate: id of one of the spec's credential kinds. Left out: the kind whose values are there. */
  credentialKind: optionalText,
  /** Entra sign-in of an application (Azure): directory, application, sign-in host, and scope where the usual ones do not hold. */
  tenantId: optionalText,
  clientId: optionalText,
  authority: optionalText,
  tokenScope: optionalText,
  /** Which of Bedrock's interfaces is called; `native` (Converse and Invoke) when left out. */
  bedrockApi: bedrockApiSchema.optional(),
  /** AWS hosts with FIPS 140 modules in place of the usual ones. */
  fips: z.boolean().optional(),
  /** Authentication in place of the type's own. */
  auth: authSchema.optional(),
  proxy: proxySchema.optional(),
  tls: tlsSchema.optional(),
  retry: retrySchema.partial().optional(),
  /** How a server that speaks OpenAI chat differs from OpenAI's own. */
  compat: compatSchema.optional(),
  /** The user's own code (`custom-handler`). */
  handler: handlerSchema.optional(),
  /** Fields and secrets that are read from environment variables of the host whenever they are used. */
  environment: environmentSchema.optional(),
})
export type EndpointFields = z.infer<typeof endpointFieldsSchema>

/** Result of the last check, kept with the endpoint so that lists can show it at once. */
export const lastCheckSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  ok: z.boolean(),
  /** One short phrase, such as "Answers" or "404 at reply". */
  summary: z.string(),
})
export type LastCheck = z.infer<typeof lastCheckSchema>

/** As stored in the settings file. Holds no secret: only which names are saved in the vault. */
export const endpointSchema = endpointFieldsSchema.extend({
  id: z.string().min(1),
  savedSecrets: z.array(secretNameSchema).default([]),
  createdAt: z.string(),
  updatedAt: z.string(),
  lastCheck: lastCheckSchema.optional(),
})
export type Endpoint = z.infer<typeof endpointSchema>

/** What a form or a command hands in: fields plus what to do with each secret. */
export const endpointDraftSchema = endpointFieldsSchema.extend({
  secrets: z.partialRecord(secretNameSchema, secretChangeSchema).default({}),
})
export type EndpointDraft = z.infer<typeof endpointDraftSchema>
/** The draft before defaults are filled in: what callers may leave out. */
export type EndpointDraftInput = z.input<typeof endpointDraftSchema>

/** What a window may see of an endpoint. */
export const endpointSummarySchema = endpointSchema.extend({
  /** Host (and port) that requests go to, for lists. */
  host: z.string(),
  /** Ids of the providers whose mode points here. */
  usedBy: z.array(z.string()),
  /** Names of the gateway's aliases that send there themselves. */
  usedByAliases: z.array(z.string()),
})
export type EndpointSummary = z.infer<typeof endpointSummarySchema>

/** Settings and secrets together: made in one place, right before a request. */
export interface ResolvedEndpoint {
  readonly endpoint: Endpoint
  readonly secrets: SecretValues
}

/** A problem of one field, worded for the person who typed it. `field` is a path such as `headers.x-a`. */
export const fieldIssueSchema = z.object({
  field: z.string(),
  message: z.string(),
  /** Given where the window offers more than words: `plain-http` asks for consent (`allowPlainHttp`). */
  code: z.enum(['plain-http', 'name-taken']).optional(),
})
export type FieldIssue = z.infer<typeof fieldIssueSchema>
