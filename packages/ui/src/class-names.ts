/**
 * Joins class names, leaving out what is false, null or empty.
 *
 * @param parts class names or falsy values
 * @returns one string for `className`, or undefined when nothing is left
 */
export function joinClasses(...parts: (string | false | null | undefined)[]): string | undefined {
  const kept = parts.filter(Boolean)
  return kept.length > 0 ? kept.join(' ') : undefined
}
