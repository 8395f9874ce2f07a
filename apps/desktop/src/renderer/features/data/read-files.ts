/** @file Files that a person chose: which one is the set-up, and which ones it includes. */
import type { ImportSource } from '#contract/data-shapes'

/** A file that was chosen or dropped. */
export interface ChosenFile {
  readonly name: string
  readonly text: string
}

/**
 * The set-up is the file that none of the others names; the others are those that it includes.
 *
 * @param files at least one
 */
export function toSource(files: readonly ChosenFile[]): ImportSource {
  const main =
    files.find(({ name }) =>
      files.every((other) => other.name === name || !other.text.includes(name)),
    ) ?? files[0]
  const others = files.filter((file) => file !== main)
  return {
    text: main?.text ?? '',
    fileName: main?.name,
    ...(others.length === 0
      ? {}
      : { includes: Object.fromEntries(others.map(({ name, text }) => [name, text])) }),
  }
}
