/** @file Shapes that exist only between a window and its host; everything else comes from the model. */
import { z } from 'zod'
import {
  endpointSummarySchema,
  errorInfoSchema,
  chatEventSchema,
  fieldIssueSchema,
  finishReasonSchema,
  modelAddressSchema,
  providerModeSchema,
  routeResultSchema,
  routeSchema,
  timingSchema,
  usageSchema,
  warningSchema,
} from '@patchbay/provider-core/model'
import { chatPartSchema, replyMediaSchema } from './chat-parts.ts'

/** Which vault keeps secrets now, and whether it can be used. */
export const vaultStatusSchema = z.object({
  kind: z.enum(['keychain', 'file', 'memory']),
  /** As people know it: "GNOME Keyring", "a sealed file", "this session only". */
  name: z.string(),
  /**
   * `ready`; `locked`: a sealed file that needs its passphrase, or a keychain that the system keeps
   * locked; `unavailable`: no keychain here and nothing chosen yet, so the window asks.
   */
  state: z.enum(['ready', 'locked', 'unavailable']),
  /** Why this vault, or what is wrong with it, in one sentence. */
  reason: z.string().optional(),
})
export type VaultStatus = z.infer<typeof vaultStatusSchema>

/** Something that the app must tell once: a corrupt settings file that was set aside, and the like. */
export const appNoticeSchema = z.object({
  id: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
})
export type AppNotice = z.infer<typeof appNoticeSchema>

export const themeSchema = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof themeSchema>

export const appInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['electron', 'browser']),
  /** Folder that holds everything (PATCHBAY_HOME). */
  home: z.string(),
  platform: z.string(),
  theme: themeSchema,
  vault: vaultStatusSchema,
  notices: z.array(appNoticeSchema),
})
export type AppInfo = z.infer<typeof appInfoSchema>

/** What changed, here or in another process: the window asks again for those. */
export const changeSchema = z.object({
  topics: z.array(z.enum(['app', 'vault', 'endpoints', 'providers', 'chats', 'gateway'])),
})
export type Change = z.infer<typeof changeSchema>

/** An expected "no" is a value, not an exception: issues stand under their fields. */
export const saveEndpointResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), endpoint: endpointSummarySchema }),
  z.object({ ok: z.literal(false), issues: z.array(fieldIssueSchema) }),
])
export type SaveEndpointResult = z.infer<typeof saveEndpointResultSchema>

export const removeEndpointResultSchema = z.discriminatedUnion('ok', [
  /** `undoToken` brings it back, secrets and provider modes too, for `undoMs` milliseconds. */
  z.object({ ok: z.literal(true), undoToken: z.string(), undoMs: z.number() }),
  /** In use: nothing was done; ask, then call again with `confirmed`. */
  z.object({
    ok: z.literal(false),
    usedBy: z.array(z.object({ id: z.string(), name: z.string() })),
    /** Names of the gateway's aliases that send there themselves, and would lead nowhere. */
    aliases: z.array(z.string()),
  }),
])
export type RemoveEndpointResult = z.infer<typeof removeEndpointResultSchema>

/** Whether a program may be run for a token, and who asks the person where it may not yet. */
export const commandStateSchema = z.enum(['confirmed', 'window-asks', 'host-asks'])
export type CommandState = z.infer<typeof commandStateSchema>

export const listModelsResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), models: z.array(z.string()) }),
  z.object({ ok: z.literal(false), error: errorInfoSchema }),
])

/** A model that can be picked: of a provider's catalogue, or one that an endpoint serves. */
export const modelRowSchema = z.object({
  address: modelAddressSchema,
  modelId: z.string(),
  name: z.string().optional(),
  /** Set for models of a provider. */
  providerId: z.string().optional(),
  /** Group heading: the provider's or the endpoint's name. */
  groupName: z.string(),
  mode: providerModeSchema,
  result: routeResultSchema,
  contextWindow: z.number().optional(),
  /** What went wrong with the endpoint's last check, if it failed. */
  lastCheckFailed: z.string().optional(),
  /** The endpoint keeps a list of models and this id is not in it. */
  notListed: z.boolean().optional(),
  /** It is known to be made for pictures. */
  draws: z.boolean().optional(),
})
export type ModelRow = z.infer<typeof modelRowSchema>

export const chatSettingsSchema = z.object({
  system: z.string().optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxOutputTokens: z.number().int().positive().optional(),
})
export type ChatSettings = z.infer<typeof chatSettingsSchema>

export const chatSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Where its last reply came from, for the list. */
  endpointName: z.string().optional(),
  lastFailed: z.boolean(),
})
export type ChatSummary = z.infer<typeof chatSummarySchema>

/** One message of a chat, as kept. */
export const chatTurnSchema = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  /** In order, as it was written or as it came. */
  parts: z.array(chatPartSchema),
  /** Milliseconds spent on reasoning, as seen from here. */
  reasoningMs: z.number().optional(),
  status: z.enum(['complete', 'streaming', 'stopped', 'failed']),
  finishReason: finishReasonSchema.optional(),
  error: errorInfoSchema.optional(),
  route: routeSchema.optional(),
  usage: usageSchema.optional(),
  timing: timingSchema.optional(),
  warnings: z.array(warningSchema).optional(),
  createdAt: z.string(),
  /** True when the redacted wire view of this reply is still kept. */
  hasWire: z.boolean().optional(),
})
export type ChatTurn = z.infer<typeof chatTurnSchema>

export const chatDetailSchema = chatSummarySchema.extend({
  target: modelAddressSchema.optional(),
  settings: chatSettingsSchema,
  turns: z.array(chatTurnSchema),
})
export type ChatDetail = z.infer<typeof chatDetailSchema>

export const sendMessageInputSchema = z.object({
  /** A new chat is begun when left out. */
  chatId: z.string().optional(),
  target: modelAddressSchema,
  /** Send the id even when nothing knows it. */
  assumeModelExists: z.boolean().default(false),
  settings: chatSettingsSchema.default({}),
  action: z.discriminatedUnion('type', [
    z
      .object({
        type: z.literal('send'),
        text: z.string(),
        /** Ids of files that were attached before. */
        attachments: z.array(z.string()).optional(),
      })
      .refine(({ text, attachments = [] }) => text !== '' || attachments.length > 0, {
        error: 'A message needs words or files.',
      }),
    /** Answers the same user turn again; the old reply is replaced. */
    z.object({ type: z.literal('regenerate'), replyId: z.string() }),
    /** Changes the words of a user turn, whose files stay; what followed it is dropped. */
    z.object({ type: z.literal('edit'), turnId: z.string(), text: z.string() }),
    /** Answers the tool calls of the last reply. */
    z.object({
      type: z.literal('tool-results'),
      replyId: z.string(),
      results: z
        .array(z.object({ callId: z.string(), text: z.string(), isError: z.boolean().optional() }))
        .min(1),
    }),
  ]),
})
export type SendMessageInput = z.input<typeof sendMessageInputSchema>

/** Parts of a running reply: one `begin`, events, one `end`. Cancelling the iterator stops the reply. */
export const chatStreamPartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), chat: chatDetailSchema, replyId: z.string() }),
  z.object({ type: z.literal('event'), event: z.union([chatEventSchema, replyMediaSchema]) }),
  /** The reply as kept. */
  z.object({ type: z.literal('end'), reply: chatTurnSchema }),
])
export type ChatStreamPart = z.infer<typeof chatStreamPartSchema>
