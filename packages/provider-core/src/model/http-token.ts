/** @file Names as HTTP writes them: "token" of RFC 9110, 5.6.2. */
import { z } from 'zod'

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** @param words What a name with other characters is answered with. */
export function tokenSchema(words: string): z.ZodString {
  return z.string().trim().regex(token, words)
}
