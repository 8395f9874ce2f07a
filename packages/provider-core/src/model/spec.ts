/** @file The fixed ids of what an endpoint can speak and of the wire formats behind them. */
import { z } from 'zod'

/** The seven specs ("Provider Type" in the window) and the user's own code. Their ids are stored, so they never change. */
export const specIds = [
  'openai-chat-completions',
  'openai-responses',
  'anthropic',
  'google',
  'azure',
  'amazon-bedrock',
  'google-vertex',
  'custom-handler',
] as const

export const specIdSchema = z.enum(specIds)
export type SpecId = z.infer<typeof specIdSchema>

/** A wire format. A spec picks one for each model. */
export const dialectIds = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'google-generate',
  'bedrock-converse',
] as const

export const dialectIdSchema = z.enum(dialectIds)
export type DialectId = z.infer<typeof dialectIdSchema>

/** How requests are addressed, signed and framed. */
export const platformIds = ['direct', 'azure', 'bedrock', 'vertex', 'handler'] as const
export type PlatformId = (typeof platformIds)[number]
