/** @file Text of a message as one string, for wire formats (and servers) that take no list of parts. */
import type { ContentPart } from '../model/content.ts'

/** What stands between two text parts, or between system text and the turn that it is merged into. */
export const textSeparator = '\n\n'

/** Joins the text parts; reasoning is left out. */
export function joinText(content: readonly ContentPart[]): string {
  return content
    .filter((part) => part.type === 'text')
    .map((part) => part.text)
    .join(textSeparator)
}
