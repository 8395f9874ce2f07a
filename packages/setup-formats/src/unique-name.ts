/** @file Names that are there once. */

/** The name, or the name with the first number that makes it new; at most 80 characters, as names of endpoints are. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  const base = name.trim().slice(0, 80).trim() || 'Imported'
  let candidate = base
  for (let number = 2; taken.has(candidate); number += 1) {
    const suffix = ` ${number}`
    candidate = base.slice(0, 80 - suffix.length).trim() + suffix
  }
  return candidate
}
