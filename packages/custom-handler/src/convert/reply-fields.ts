/** @file What both forms of a reply share: reading untyped values that a handler returned. */

export type Fields = Readonly<Record<string, unknown>>

/** The handler returned something that is no reply. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError'
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value in words, short. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') {
    const keys = Object.keys(value)
    return keys.length === 0 ? 'an empty object' : `an object with ${listNames(keys)}`
  }
  return `a ${typeof value}`
}

export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name.slice(0, 40)}"`)
  return shown.join(', ') + (names.length > 5 ? ', …' : '')
}

/** Fields by their allowed names. @throws ReplyError for the first that is of another type or unknown */
export function checkFields(
  what: string,
  fields: Fields,
  types: Readonly<Record<string, 'string' | 'boolean' | 'number' | 'object' | 'list'>>,
): void {
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(types, name))
  if (unknown.length > 0)
    throw new ReplyError(
      `${what} has ${listNames(unknown)}, which is not known. Known are ${Object.keys(types).join(', ')}.`,
    )
  for (const [name, type] of Object.entries(types)) {
    const value = fields[name]
    if (value === undefined || value === null) continue
    const fits =
      type === 'list'
        ? Array.isArray(value)
        : type === 'object'
          ? isFields(value)
          : typeof value === type
    if (!fits)
      throw new ReplyError(`${what} has ${describe(value)} as "${name}" in place of a ${type}.`)
  }
}

/** Usage with all three counts. */
export function completeUsage(usage: unknown): Fields | undefined {
  if (!isFields(usage)) return undefined
  const count = (name: string): number => {
    const value = usage[name]
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : 0
  }
  const input = count('prompt_tokens')
  const output = count('completion_tokens')
  return {
    ...usage,
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: Math.max(count('total_tokens'), input + output),
  }
}
