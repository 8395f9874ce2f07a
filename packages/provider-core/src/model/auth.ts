/** @file How an endpoint authenticates when it does not do so in the way of its type. Holds no secret: keys are in the vault. */
import { z } from 'zod'
import { tokenSchema } from './http-token.ts'

export const authSchemes = [
  /** As the endpoint's type does. */
  'default',
  /** Nothing is added. */
  'none',
  'bearer',
  'x-api-key',
  'api-key',
  /** The key as the value of `headerName`. */
  'header',
  /** A program prints a token. */
  'command',
] as const
export const authSchemeSchema = z.enum(authSchemes)
export type AuthScheme = z.infer<typeof authSchemeSchema>

/** A program that prints a token, run without a shell. Its arguments are settings, so none may be a secret. */
export const tokenCommandSchema = z.strictObject({
  /** Absolute path, or a name that is searched for in PATH. */
  program: z.string().trim().min(1, 'Name the program that prints the token.').max(1000),
  args: z.array(z.string().max(4000)).max(100).default([]),
  /** Seconds that a token lasts which does not say so itself. Left out: it is asked for again after five minutes. */
  ttlSeconds: z.number().int().min(1).max(86_400).optional(),
  /** Seconds before its end at which a token is replaced; never more than half of its life. Left out: 300. */
  refresh: z.number().int().min(0).max(3600).optional(),
})
export type TokenCommand = z.infer<typeof tokenCommandSchema>

export const authSchema = z.strictObject({
  scheme: authSchemeSchema.default('default'),
  /** For `header`, and for `command` when the token does not go into `Authorization: Bearer`. */
  headerName: tokenSchema('A header name has letters, digits and - only.').optional(),
  command: tokenCommandSchema.optional(),
})
export type Auth = z.infer<typeof authSchema>
