/** @file Words of what a schema refused. */
import type { z } from 'zod'

/**
 * What is wrong, for the person who typed it: the schema's own words where it has any, and of a key that is
 * refused, what is wrong with the key.
 */
export function wordIssue(issue: z.core.$ZodIssue | undefined): string | undefined {
  if (issue?.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  if (
    issue === undefined ||
    !/^(Too (small|big)|Invalid (input|option)|Unrecognized keys?)\b/.test(issue.message)
  )
    return issue?.message
  switch (issue.code) {
    case 'too_small':
      if (hasLength(issue.origin)) return 'This must not be empty.'
      return `This must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}.`
    case 'too_big':
      return `This must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${hasLength(issue.origin) ? ' long' : ''}.`
    case 'unrecognized_keys':
      return `Unknown field ${issue.keys.join(', ')}.`
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'This is missing.'
      return `This must be ${kinds[issue.expected] ?? issue.expected}.`
    case 'invalid_value':
      return `This must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}.`
    default:
      return issue.message
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const hasLength = (origin: string): boolean => origin === 'string' || origin === 'array'
