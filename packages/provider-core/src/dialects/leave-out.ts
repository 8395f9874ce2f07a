/** @file Collects, as warnings, what a request says and a wire format has no word for. */
import type { Warning } from '../model/chat-event.ts'
import type { ChatRequest } from '../model/chat-request.ts'
import type { RawFields } from '../model/content.ts'
import type { DialectId } from '../model/spec.ts'
import type { JsonObject } from './dialect.ts'
import { isObject } from './read-json.ts'

/** Adds a warning; the same code with the same words counts once. */
export type Warn = (code: string, message: string) => void

export interface WarningList {
  readonly warn: Warn
  readonly warnings: readonly Warning[]
}

/** Makes an empty list. */
export function createWarningList(): WarningList {
  const warnings: Warning[] = []
  const warn: Warn = (code, message) => {
    if (warnings.some((known) => known.code === code && known.message === message)) return
    warnings.push({ code, message })
  }
  return { warn, warnings }
}

/** Request fields of which a whole format may know nothing. */
type LeftOutField =
  | 'topK'
  | 'seed'
  | 'frequencyPenalty'
  | 'presencePenalty'
  | 'logprobs'
  | 'userId'
  | 'metadata'

const leftOutWords: Readonly<Record<LeftOutField, readonly [code: string, name: string]>> = {
  topK: ['top-k-left-out', 'Top-k'],
  seed: ['seed-left-out', 'The seed'],
  frequencyPenalty: ['frequency-penalty-left-out', 'The frequency penalty'],
  presencePenalty: ['presence-penalty-left-out', 'The presence penalty'],
  logprobs: ['logprobs-left-out', 'Log probabilities of the tokens'],
  userId: ['user-left-out', 'The id of the end user'],
  metadata: ['metadata-left-out', 'Metadata'],
}

/** Warns of each of `fields` that the request has, and of several choices and of media as output. */
export function warnLeftOut(
  request: ChatRequest,
  fields: readonly LeftOutField[],
  warn: Warn,
): void {
  for (const field of fields) {
    if (request[field] === undefined) continue
    const [code, name] = leftOutWords[field]
    warn(code, `${name} was left out: this format has no field for it.`)
  }
  if ((request.choices ?? 1) > 1) {
    warn('choices-left-out', 'Only one choice comes back: this format cannot ask for several.')
  }
  const media = request.outputModalities?.filter((modality) => modality !== 'text') ?? []
  if (media.length > 0) {
    warn(
      'output-left-out',
      `No ${media.join(' and ')} can come back: this format writes text only.`,
    )
  }
}

/** The fields that `raw` keeps for `dialect`; `undefined` where it keeps none or is another's. */
export function readOwnRaw(dialect: DialectId, raw: RawFields | undefined): JsonObject | undefined {
  return raw?.dialect === dialect && isObject(raw.value) ? raw.value : undefined
}

/** The request's raw fields where they are of `dialect`; otherwise a warning that names them. */
export function takeOwnFields(
  dialect: DialectId,
  raw: RawFields | undefined,
  warn: Warn,
): JsonObject {
  const own = readOwnRaw(dialect, raw)
  if (own !== undefined || raw === undefined) return own ?? {}
  const names = isObject(raw.value) ? Object.keys(raw.value) : []
  if (names.length > 0) {
    warn('raw-left-out', `Left out, since only ${raw.dialect} knows it: ${names.join(', ')}.`)
  }
  return {}
}
