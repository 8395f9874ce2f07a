/** @file How program and arguments are shown to whoever is asked about them: nothing in them can hide. */

/** Controls, and marks that turn the direction of text or take no room, as escapes. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** The text with what cannot be seen written out, such as "\u{202e}"; an empty one is said to be. */
export function writeArgument(text: string): string {
  if (text === '') return '(empty)'
  return text.replaceAll(unseen, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`)
}
