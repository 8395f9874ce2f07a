/** @file A client's request body against a schema; the first thing that is wrong is named by its path. */
import type { z } from 'zod'
import { ProviderError } from '../errors/provider-error.ts'

/** Throws `ProviderError('invalid-request')`: "messages.2.content: …". The value itself stays out of the message. */
export function parseClientBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw refuseField(issue?.path.map(String).join('.') || 'body', issue?.message ?? 'is not valid')
}

/** The error for one field of a client's request. */
export function refuseField(field: string, why: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message: `${field}: ${why}` })
}
