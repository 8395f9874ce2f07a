/** @file What the app and the process of a handler say to each other: one JSON text a message. Neither side trusts the other's. */

export type HandlerOperation = 'completion' | 'embedding' | 'image'

export interface StartMessage {
  readonly type: 'start'
  /** Absolute path of the entry. */
  readonly file: string
  readonly folder: string
  /** SHA-256 of every file that may be loaded, by absolute path. */
  readonly files: Readonly<Record<string, string>>
  readonly network: 'any' | readonly string[]
  readonly maxChunkBytes: number
  readonly maxReplyBytes: number
  readonly logLinesPerSecond: number
}

export interface RequestMessage {
  readonly type: 'request'
  readonly id: number
  readonly operation: HandlerOperation
  /** Whether parts are wanted rather than one answer. Either may come: what the handler has decides. */
  readonly stream: boolean
  /** The argument of the method but for what cannot travel. */
  readonly call: Readonly<Record<string, unknown>>
}

export type HostMessage =
  | StartMessage
  | RequestMessage
  /** So many parts more may be sent. */
  | { readonly type: 'credit'; readonly id: number; readonly count: number }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'ping' }

/** `value`, `end` and `error` are the last word on a request. */
export type RunnerMessage =
  | { readonly type: 'ready'; readonly methods: readonly string[] }
  | { readonly type: 'refused'; readonly message: string; readonly stack?: string | undefined }
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'chunk'; readonly id: number; readonly value: unknown }
  | { readonly type: 'end'; readonly id: number }
  | ErrorMessage
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'pong'; readonly memory: number }

export interface ErrorMessage {
  readonly type: 'error'
  readonly id: number
  readonly status?: number | undefined
  readonly message: string
  readonly stack?: string | undefined
}

/** @returns the message, or `undefined` for anything that a runner would not say */
export function readRunnerMessage(text: string): RunnerMessage | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Record<string, unknown>
  const isText = (name: string): boolean => typeof fields[name] === 'string'
  const isMaybe = (name: string, type: string): boolean =>
    fields[name] === undefined || typeof fields[name] === type
  const hasId = Number.isSafeInteger(fields['id'])
  const known: Readonly<Record<string, boolean>> = {
    ready:
      Array.isArray(fields['methods']) &&
      fields['methods'].length < 20 &&
      fields['methods'].every((method) => typeof method === 'string'),
    refused: isText('message') && isMaybe('stack', 'string'),
    value: hasId,
    chunk: hasId,
    end: hasId,
    error: hasId && isText('message') && isMaybe('stack', 'string') && isMaybe('status', 'number'),
    log: isText('text'),
    pong: typeof fields['memory'] === 'number',
  }
  const { type } = fields
  if (typeof type !== 'string' || !Object.hasOwn(known, type)) return undefined
  return known[type] === true ? (value as RunnerMessage) : undefined
}
