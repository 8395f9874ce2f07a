/** @file Words of what a schema refused. */
import type { z } from 'zod'

/** The message of an issue; of a key that is refused, what is wrong with the key. */
export function wordIssue(issue: z.core.$ZodIssue | undefined): string | undefined {
  if (issue?.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  return issue?.message
}
