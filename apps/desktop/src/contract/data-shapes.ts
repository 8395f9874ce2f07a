/** @file Shapes of set-ups on their way in and out. No value of a secret is in any of them but a typed passphrase. */
import { z } from 'zod'
import { endpointSummarySchema, specIdSchema } from '@patchbay/provider-core/model'

export const setupFormats = [
  'litellm',
  'environment',
  'librechat',
  'opencode',
  'vscode',
  'bundle',
] as const
export const setupFormatSchema = z.enum(setupFormats)
export type SetupFormat = z.infer<typeof setupFormatSchema>

/** Characters of a file that is imported; a set-up of 5,000 models has about one million. */
export const longestImport = 20_000_000

export const importSourceSchema = z.object({
  text: z.string().max(longestImport, 'This file is too long for a set-up.'),
  fileName: z.string().max(1000).optional(),
  /** Chosen by the person; else it is found out. */
  format: setupFormatSchema.optional(),
  /** Texts of the files that it includes, by the path that it names. */
  includes: z.record(z.string(), z.string().max(longestImport)).optional(),
  /** Opens a sealed bundle. */
  passphrase: z.string().optional(),
})
export type ImportSource = z.infer<typeof importSourceSchema>

export const outcomes = ['exact', 'approximate', 'by-hand', 'unsupported'] as const
export const outcomeSchema = z.enum(outcomes)
export type Outcome = z.infer<typeof outcomeSchema>

export const reportLineSchema = z.object({
  path: z.string(),
  outcome: outcomeSchema,
  message: z.string().optional(),
  into: z.string().optional(),
})
export type ReportLine = z.infer<typeof reportLineSchema>

/** `included`: the value comes along. `variable`: it stays in that environment variable. `missing`: to be entered. */
export const previewSecretSchema = z.object({
  name: z.string(),
  state: z.enum(['included', 'variable', 'missing']),
  variable: z.string().optional(),
})

export const previewEndpointSchema = z.object({
  /** Names it within the preview. */
  key: z.string(),
  name: z.string(),
  spec: specIdSchema,
  host: z.string(),
  models: z.number(),
  secrets: z.array(previewSecretSchema),
  /** Fields that come from variables. */
  variables: z.array(z.object({ field: z.string(), variable: z.string() })),
  /** What is here already: has the same name, or the same address. */
  duplicate: z
    .object({
      id: z.string(),
      name: z.string(),
      same: z.enum(['name', 'connection', 'both']),
      /** False where the two are of different types. */
      mergeable: z.boolean(),
    })
    .optional(),
  /** What to know before accepting it: where requests go besides their host, and what they carry of this machine. */
  cautions: z.array(z.string()),
  /** What is to be looked at after the import. */
  notes: z.array(z.string()),
})
export type PreviewEndpoint = z.infer<typeof previewEndpointSchema>

export const previewAliasSchema = z.object({
  name: z.string(),
  /** Keys of the endpoints that it sends to. */
  endpoints: z.array(z.string()),
  /** In words, such as "model-x at Company proxy". */
  targets: z.array(z.string()),
  /** The gateway has an alias of this name. */
  taken: z.boolean(),
})

export const importPreviewSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    format: setupFormatSchema,
    endpoints: z.array(previewEndpointSchema),
    aliases: z.array(previewAliasSchema),
    /** `stays`: this provider has a custom provider here already, and keeps it. */
    modes: z.array(
      z.object({
        providerId: z.string(),
        providerName: z.string(),
        endpoint: z.string(),
        /** Where its requests would go. */
        host: z.string(),
        stays: z.boolean(),
      }),
    ),
    /** `variable`: only its name is known, so the key is saved where references are resolved. `saved`: there is one. */
    officialKeys: z.array(
      z.object({
        providerId: z.string(),
        providerName: z.string(),
        saved: z.boolean(),
        variable: z.string().optional(),
      }),
    ),
    /** Every variable that something refers to. */
    variables: z.array(z.object({ name: z.string(), isSet: z.boolean() })),
    report: z.array(reportLineSchema),
    counts: z.record(outcomeSchema, z.number()),
  }),
  /** `sealed`: nothing is wrong with the file; it needs its passphrase. */
  z.object({ ok: z.literal(false), message: z.string(), sealed: z.boolean().optional() }),
])
export type ImportPreview = z.infer<typeof importPreviewSchema>

/** What to do with what is here already. Merge: what it lacks is added; its name, address and secrets stay. */
export const duplicateChoices = ['merge', 'rename', 'skip'] as const
export const duplicateChoiceSchema = z.enum(duplicateChoices)
export type DuplicateChoice = z.infer<typeof duplicateChoiceSchema>

const taken = z.object({ duplicate: duplicateChoiceSchema.default('rename') })

export const importChoicesSchema = z.object({
  /** By key of the preview. */
  endpoints: z.array(taken.extend({ key: z.string() })),
  aliases: z.array(taken.extend({ name: z.string() })).default([]),
  /** Ids of the providers whose mode is switched. */
  modes: z.array(z.string()).default([]),
  /** Ids of the providers whose official key is saved. */
  officialKeys: z.array(z.string()).default([]),
  /** True: values of variables are saved now, keys among them in the vault. */
  resolveReferences: z.boolean().default(false),
})
export type ImportChoices = z.infer<typeof importChoicesSchema>

export const importResultSchema = z.object({
  added: z.array(endpointSummarySchema),
  merged: z.array(endpointSummarySchema),
  /** Names of those that were here and stayed as they are. */
  skipped: z.array(z.string()),
  aliases: z.array(z.string()),
  /** Ids of providers. */
  modes: z.array(z.string()),
  officialKeys: z.array(z.string()),
  /** What was chosen and could not be taken, and why. */
  notTaken: z.array(z.string()),
})
export type ImportResult = z.infer<typeof importResultSchema>

export const shortestPassphrase = 8

export const exportInputSchema = z.object({
  format: z.enum(['bundle', 'litellm']),
  /** Seals a bundle together with its secrets. */
  passphrase: z
    .string()
    .min(shortestPassphrase, `Use at least ${shortestPassphrase} characters.`)
    .optional(),
})
export type ExportInput = z.infer<typeof exportInputSchema>

export const exportResultSchema = z.object({
  fileName: z.string(),
  text: z.string(),
  /** Environment variables to set where it is used. `for`: what takes it. */
  variables: z.array(z.object({ name: z.string(), for: z.string() })),
  /** What the format cannot say, or says in another way. */
  report: z.array(reportLineSchema),
  /** How many secrets are in it. */
  secrets: z.number(),
})
export type ExportResult = z.infer<typeof exportResultSchema>
