/** @file POSIX shell words. */

/** Quotes literal text and leaves `$NAME` variables (in double quotes, so that they stay one word). */
export function quoteWord(parts: readonly (string | { readonly variable: string })[]): string {
  const quoted = parts
    .filter((part) => part !== '')
    .map((part) => (typeof part === 'string' ? quoteText(part) : `"$${part.variable}"`))
    .join('')
  return quoted === '' ? "''" : quoted
}

function quoteText(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text)
    ? text
    : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
