/**
 * @file What a message is made of, whatever the wire format. A part keeps the fields of its own dialect
 * that the neutral shape has no word for in `raw`, and gets them back where the dialects agree.
 */
import { z } from 'zod'
import { dialectIdSchema } from './spec.ts'

/** Fields (or a whole value) of one dialect that the neutral shapes have no word for. */
export const rawFieldsSchema = z.object({ dialect: dialectIdSchema, value: z.unknown() })
export type RawFields = z.infer<typeof rawFieldsSchema>

/** A mark after which the vendor may cache the prompt so far. */
export const cacheControlSchema = z.object({ ttl: z.enum(['5m', '1h']).optional() })
export type CacheControl = z.infer<typeof cacheControlSchema>

const common = { cacheControl: cacheControlSchema.optional(), raw: rawFieldsSchema.optional() }

/** Bytes that travel with the message, a place to fetch them from, or a file that the vendor keeps. */
export const mediaSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('base64'), mediaType: z.string(), data: z.string() }),
  z.object({ kind: z.literal('url'), url: z.string(), mediaType: z.string().optional() }),
  z.object({ kind: z.literal('file-id'), fileId: z.string(), mediaType: z.string().optional() }),
  /** A document given as plain text. */
  z.object({ kind: z.literal('text'), text: z.string(), mediaType: z.string().optional() }),
])
export type MediaSource = z.infer<typeof mediaSourceSchema>

/** Where a passage comes from. */
export const citationSchema = z.object({
  url: z.string().optional(),
  title: z.string().optional(),
  /** The cited words of the source. */
  quote: z.string().optional(),
  /** Range in the text of its part, in UTF-16 units. */
  start: z.number().int().optional(),
  end: z.number().int().optional(),
  raw: rawFieldsSchema.optional(),
})
export type Citation = z.infer<typeof citationSchema>

export const textPartSchema = z.object({
  type: z.literal('text'),
  text: z.string(),
  citations: z.array(citationSchema).optional(),
  /** Vendor's proof that the text is its own, replayed unchanged (Gemini's thought signature). */
  signature: z.string().optional(),
  ...common,
})

/** Reasoning of an earlier reply, replayed so that the vendor can go on from it. */
export const reasoningPartSchema = z.object({
  type: z.literal('reasoning'),
  text: z.string(),
  /** The vendor's proof for `text`. */
  signature: z.string().optional(),
  /** Reasoning that the vendor hides; opaque, replayed unchanged, `text` is empty. */
  redacted: z.string().optional(),
  /** Reasoning that the vendor encrypts beside a summary in `text` (OpenAI Responses). */
  encrypted: z.string().optional(),
  id: z.string().optional(),
  ...common,
})

export const imagePartSchema = z.object({
  type: z.literal('image'),
  source: mediaSourceSchema,
  detail: z.enum(['auto', 'low', 'high', 'original']).optional(),
  /** Gemini signs generated images too. */
  signature: z.string().optional(),
  ...common,
})

/** A PDF or another document. */
export const filePartSchema = z.object({
  type: z.literal('file'),
  source: mediaSourceSchema,
  filename: z.string().optional(),
  ...common,
})

export const audioPartSchema = z.object({
  type: z.literal('audio'),
  source: mediaSourceSchema,
  /** Of the sound of an earlier reply: its vendor takes it in place of the bytes. */
  id: z.string().optional(),
  ...common,
})

export const toolCallPartSchema = z.object({
  type: z.literal('tool-call'),
  id: z.string(),
  name: z.string(),
  /** JSON text as the model wrote it; it may be invalid. Free text for custom tools. */
  arguments: z.string(),
  /** Vendor's proof (Gemini's thought signature), replayed unchanged. */
  signature: z.string().optional(),
  /** Run by the vendor, not by the client. */
  providerRun: z.boolean().optional(),
  ...common,
})

export const toolResultPartSchema = z.object({
  type: z.literal('tool-result'),
  callId: z.string(),
  /** Known in some dialects only. */
  name: z.string().optional(),
  content: z.array(z.discriminatedUnion('type', [textPartSchema, imagePartSchema, filePartSchema])),
  isError: z.boolean().optional(),
  providerRun: z.boolean().optional(),
  ...common,
})

/** A part of one dialect that has no neutral word; it reaches the same dialect unchanged, others as a warning. */
export const rawPartSchema = z.object({ type: z.literal('raw'), raw: rawFieldsSchema })

export const contentPartSchema = z.discriminatedUnion('type', [
  textPartSchema,
  reasoningPartSchema,
  imagePartSchema,
  filePartSchema,
  audioPartSchema,
  toolCallPartSchema,
  toolResultPartSchema,
  rawPartSchema,
])
export type ContentPart = z.infer<typeof contentPartSchema>

/** Tool results stand in messages of the role `tool`; dialects that have none put them into a user turn. */
export const chatMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.array(contentPartSchema),
  /** System text that its dialect calls "developer". */
  developer: z.boolean().optional(),
  /** Name of the participant, where the dialect has one. */
  name: z.string().optional(),
  id: z.string().optional(),
  raw: rawFieldsSchema.optional(),
})
export type ChatMessage = z.infer<typeof chatMessageSchema>
