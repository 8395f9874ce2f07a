import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { RefusedRequest } from '../server/refusal.ts'

export type ExtraBody = string[] | Record<string, unknown> | undefined

/**
 * Parses a body with a strict object schema. Keys named in `extraBody` may come besides; when it
 * holds values they must come, and be equal.
 * @throws RefusedRequest (400) that lists what is wrong and where.
 */
export function checkBody<Schema extends z.ZodObject>(
  schema: Schema,
  body: Record<string, unknown>,
  extraBody: ExtraBody,
): z.infer<Schema> {
  const extraNames = Array.isArray(extraBody) ? extraBody : Object.keys(extraBody ?? {})
  for (const name of extraNames) {
    if (!Array.isArray(extraBody) && !isDeepStrictEqual(body[name], extraBody?.[name])) {
      throw refuseBody(
        `expected extra body key \`${name}\` to be ${JSON.stringify(extraBody?.[name])}, got ${JSON.stringify(body[name])}`,
      )
    }
  }
  const own = Object.fromEntries(
    Object.entries(body).filter(([name]) => name in schema.shape || !extraNames.includes(name)),
  )
  const result = schema.safeParse(own)
  if (!result.success) throw refuseBody(describeIssues(result.error))
  return result.data
}

/** A refusal of a body's content. */
export function refuseBody(message: string): RefusedRequest {
  return new RefusedRequest('body', 400, message)
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 4)
    .map(
      (issue) =>
        `body${issue.path.length === 0 ? '' : `.${issue.path.join('.')}`}: ${issue.message}`,
    )
    .join('; ')
}
