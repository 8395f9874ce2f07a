import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface DescribedError {
  readonly status?: number | undefined
  readonly message: string
  readonly stack?: string | undefined
}

const maxText = 8_000
const ownFolder = `${pathToFileURL(import.meta.dirname).href}/`

/**
 * Whatever was thrown, as text. Never throws, whatever its getters do. A status is taken from `status`,
 * `statusCode` or LiteLLM's `status_code`.
 *
 * @param folder cut from the paths of the stack
 */
export function describeError(thrown: unknown, folder: string): DescribedError {
  try {
    if (typeof thrown !== 'object' || thrown === null)
      return { message: `The handler threw ${describeValue(thrown)}, which is no error.` }
    const fields = thrown as Record<string, unknown>
    const status = [fields['status'], fields['statusCode'], fields['status_code']].find(
      (value): value is number => typeof value === 'number' && Number.isInteger(value),
    )
    const { message, stack } = fields
    const words =
      typeof message === 'string' && message !== ''
        ? message
        : `The handler threw ${describeValue(thrown)}.`
    return {
      status: status !== undefined && status >= 400 && status <= 599 ? status : undefined,
      message: cut(words),
      stack: typeof stack === 'string' ? cut(shortenPaths(stack, folder)) : undefined,
    }
  } catch {
    return { message: 'The handler threw something that cannot be shown.' }
  }
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 200))
  if (typeof value !== 'object' || value === null) return String(value)
  return cut(JSON.stringify(value) ?? 'an object').slice(0, 200)
}

/** Paths from the folder on; frames of Node and of this runner say nothing to the author. */
function shortenPaths(stack: string, folder: string): string {
  return stack
    .split('\n')
    .filter((line) => !/^\s+at .*node:internal/.test(line) && !line.includes(ownFolder))
    .join('\n')
    .replaceAll(`file://${folder}${sep}`, '')
    .replaceAll(folder + sep, '')
}

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)} …` : text)
