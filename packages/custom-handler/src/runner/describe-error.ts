import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface DescribedError {
  readonly status?: number | undefined
  readonly message: string
  readonly stack?: string | undefined
}

const maxText = 8_000
const maxCauses = 5
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
    const shown = typeof stack === 'string' ? shortenPaths(stack, folder) : undefined
    const words =
      typeof message === 'string' && message !== ''
        ? message
        : `The handler threw ${describeValue(thrown)}.`
    return {
      status: status !== undefined && status >= 400 && status <= 599 ? status : undefined,
      message: cut(
        [words + placeOf(thrown, shown), ...causesOf(fields['cause'], words)].join(': '),
      ),
      stack: shown === undefined ? undefined : cut(shown),
    }
  } catch {
    return { message: 'The handler threw something that cannot be shown.' }
  }
}

/** What stands behind an error: `fetch` says why it failed in its cause alone. */
function causesOf(first: unknown, words: string): string[] {
  const said = [words]
  let cause = first
  for (let depth = 0; depth < maxCauses && cause !== undefined && cause !== null; depth += 1) {
    const { message, code, cause: next } = Object(cause) as Record<string, unknown>
    // An error of many addresses has a code and no message.
    const text = [cause, message, code].find((value) => typeof value === 'string' && value !== '')
    if (typeof text === 'string' && !said.some((each) => each.includes(text))) said.push(cut(text))
    cause = next
  }
  return said.slice(1)
}

/** Node has the line of a syntax error in front of the stack, and not in the message. */
function placeOf(thrown: object, stack: string | undefined): string {
  if (!(thrown instanceof SyntaxError)) return ''
  const place = /^[^\n]*:\d+(?=\n)/.exec(stack ?? '')?.[0]
  return place === undefined ? '' : ` (${place})`
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
