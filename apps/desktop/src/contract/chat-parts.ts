/** @file What a kept message is made of: ordered parts. Bytes stand apart; a part names them by id. */
import { z } from 'zod'
import { citationSchema, rawFieldsSchema } from '@patchbay/provider-core/model'

/** Bytes that the host keeps with the chat, or a place that they could not be fetched from. */
export const mediaSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('kept'),
    id: z.string(),
    mediaType: z.string(),
    bytes: z.number().int(),
  }),
  /** Never loaded by the window; shown as a link. */
  z.object({ kind: z.literal('link'), url: z.string(), mediaType: z.string().optional() }),
])
export type Media = z.infer<typeof mediaSchema>

/** A file that waits to be sent, or was. */
export const attachmentSchema = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
})
export type Attachment = z.infer<typeof attachmentSchema>

/** `block`: number of the part within its reply, by which later events find it. */
const common = { raw: rawFieldsSchema.optional(), block: z.number().int().optional() }
/** A proof of the vendor's, sent back unchanged. */
const signature = z.string().optional()

const textSchema = z.object({
  type: z.literal('text'),
  text: z.string(),
  citations: z.array(citationSchema).optional(),
  signature,
  ...common,
})

const reasoningSchema = z.object({
  type: z.literal('reasoning'),
  /** Empty where the vendor hides it. */
  text: z.string(),
  signature,
  redacted: z.string().optional(),
  encrypted: z.string().optional(),
  id: z.string().optional(),
  ...common,
})

const imageSchema = z.object({
  type: z.literal('image'),
  media: mediaSchema,
  /** Of a file that was attached. */
  name: z.string().optional(),
  signature,
  ...common,
})

const audioSchema = z.object({
  type: z.literal('audio'),
  media: mediaSchema.optional(),
  transcript: z.string().optional(),
  /** Under which the vendor keeps it, and until when (Unix seconds): it is sent back in its place. */
  id: z.string().optional(),
  expiresAt: z.number().optional(),
  ...common,
})

const fileSchema = z.object({
  type: z.literal('file'),
  media: mediaSchema,
  name: z.string(),
  ...common,
})

const toolCallSchema = z.object({
  type: z.literal('tool-call'),
  id: z.string(),
  name: z.string(),
  /** JSON text as the model wrote it; it grows until `ended`. */
  arguments: z.string(),
  ended: z.boolean(),
  /** Run by the vendor; its result comes in the same reply. */
  providerRun: z.boolean().optional(),
  signature,
  ...common,
})

const toolResultSchema = z.object({
  type: z.literal('tool-result'),
  callId: z.string(),
  name: z.string().optional(),
  /** What the tool gave: JSON text, or words. */
  text: z.string(),
  isError: z.boolean().optional(),
  providerRun: z.boolean().optional(),
  ...common,
})

export const chatPartSchema = z.discriminatedUnion('type', [
  textSchema,
  reasoningSchema,
  imageSchema,
  audioSchema,
  fileSchema,
  toolCallSchema,
  toolResultSchema,
])
export type ChatPart = z.infer<typeof chatPartSchema>
export type PartOf<Type extends ChatPart['type']> = Extract<ChatPart, { type: Type }>

/** A picture or sound of a reply once its bytes are kept: it stands in for the vendor's own event. */
export const replyMediaSchema = z.object({
  type: z.literal('media'),
  part: z.discriminatedUnion('type', [imageSchema, audioSchema]),
})
export type ReplyMedia = z.infer<typeof replyMediaSchema>

interface HasParts {
  readonly parts: readonly ChatPart[]
}

/** The text of a message, without reasoning. */
export function textOf({ parts }: HasParts): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

/** Calls of a reply that somebody here has to answer. */
export function listOpenCalls({ parts }: HasParts): PartOf<'tool-call'>[] {
  return parts
    .filter((part) => part.type === 'tool-call')
    .filter((part) => part.providerRun !== true && part.ended)
}

/** The files of a message, pictures too. */
export function listFiles({ parts }: HasParts): (PartOf<'image'> | PartOf<'file'>)[] {
  return parts.filter((part) => part.type === 'image' || part.type === 'file')
}
