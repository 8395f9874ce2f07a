/** @file What the app knows of a vendor and of its models; a figure that nobody documents is left out. */
import { z } from 'zod'
import { specIdSchema } from './spec.ts'

export const inputModalitySchema = z.enum(['text', 'image', 'pdf', 'audio', 'video'])
export const outputModalitySchema = z.enum(['text', 'image', 'audio', 'embedding'])

/** What is asked of a model: a reply, vectors, or a picture. */
export const modelKindSchema = z.enum(['chat', 'embedding', 'image'])

/**
 * Prefixes of Amazon Bedrock's system-defined inference profiles. GovCloud's `us-gov` follows from the
 * region alone and is therefore never listed for a model.
 */
export const bedrockGeoIds = ['us', 'eu', 'jp', 'au', 'in', 'ca', 'apac', 'global'] as const
export const bedrockGeoSchema = z.enum(bedrockGeoIds)
export type BedrockGeo = z.infer<typeof bedrockGeoSchema>

export const catalogueModelSchema = z.object({
  /** The id that the vendor's own API takes. */
  id: z.string().min(1),
  name: z.string().min(1),
  /** Tokens of input and output together. */
  contextWindow: z.number().int().positive().optional(),
  /** Tokens. */
  maxOutputTokens: z.number().int().positive().optional(),
  input: z.array(inputModalitySchema).optional(),
  output: z.array(outputModalitySchema).optional(),
  tools: z.boolean().optional(),
  reasoning: z.boolean().optional(),
  kind: modelKindSchema.default('chat'),
  /** The same model's id on a platform, where it differs or is known to be served. */
  platformIds: z
    .object({
      /** Without a geo prefix. */
      'amazon-bedrock': z.string().optional(),
      'google-vertex': z.string().optional(),
    })
    .optional(),
  /** Inference profiles known on Bedrock. Left out: the base id is called as it is. */
  geoProfiles: z.array(bedrockGeoSchema).optional(),
})
export type CatalogueModel = z.infer<typeof catalogueModelSchema>

export const catalogueProviderSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  spec: specIdSchema,
  /** The vendor's documented base URL, under the base URL rule of the spec. */
  baseUrl: z.url(),
  /** Page where a person creates a key. */
  keysUrl: z.url().optional(),
  /** Newest and most capable first. */
  models: z.array(catalogueModelSchema).min(1),
})
export type CatalogueProvider = z.infer<typeof catalogueProviderSchema>
