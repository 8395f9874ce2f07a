/** @file Paths into a parsed file, such as `model_list[0].litellm_params.api_base`. */

/** A key of an object, or an index of a list. */
export type PathStep = string | number
export type Path = readonly PathStep[]

const plainKey = /^[\p{L}_$*@/-][\p{L}\p{N}_$*@/:-]*$/u

/** A path as people read it. Keys that would blur it are quoted: `headers["x.y"]`. */
export function formatPath(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (!plainKey.test(step)) text += `[${JSON.stringify(step)}]`
    else text += text === '' ? step : `.${step}`
  }
  return text
}

/** What is in a list or an object, in the order of the file; `undefined` for a leaf. Empty ones are leaves. */
export function entriesOf(value: unknown): [PathStep, unknown][] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const entries = Array.isArray(value)
    ? value.map((item, index): [PathStep, unknown] => [index, item])
    : Object.entries(value)
  return entries.length === 0 ? undefined : entries
}

/** Every leaf of a parsed file, in its order. A file that is one plain value has the one leaf `[]`. */
export function leafPaths(value: unknown): Path[] {
  const entries = entriesOf(value)
  if (entries === undefined) return [[]]
  return entries.flatMap(([step, inner]) => leafPaths(inner).map((path) => [step, ...path]))
}

/** Levels and leaves that a file may have: far more than any set-up, and few enough to walk at once. */
export const mostLevels = 64
export const mostLeaves = 400_000

/** What is wrong with the size of a parsed file, in words. To be asked before anything walks it. */
export function findTreeFault(value: unknown): string | undefined {
  const waiting: [unknown, number][] = [[value, 0]]
  let leaves = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [inner, level] = next
    const entries = entriesOf(inner)
    if (entries === undefined) leaves += 1
    else if (level >= mostLevels)
      return `It is nested more than ${mostLevels} levels deep. Take out the part that goes so deep and import the rest.`
    else for (const [, item] of entries) waiting.push([item, level + 1])
    if (leaves + waiting.length > mostLeaves)
      return `It has more than ${mostLeaves.toLocaleString('en')} settings. Import it in parts.`
  }
  return undefined
}
