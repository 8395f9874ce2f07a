import type { Gate } from './gate.ts'

/** Speed and cutting of an answer. Combines with every {@link Action}. */
export interface Pace {
  /** Each stream event waits for one pass of this gate. */
  gate?: Gate
  /** The status line waits for one pass of this gate. */
  headersGate?: Gate
  /** Pause before each stream event, in milliseconds. Default 0. */
  chunkDelayMs?: number
  /** Cut the answer's bytes into writes of this size, through characters and frames alike. */
  writeBytes?: number
  /** Line ending of SSE. Default `lf`. */
  lineEnding?: 'lf' | 'crlf'
  /** Put an SSE comment before every event. */
  comments?: boolean
}

export interface ToolCallScript {
  name: string
  arguments: Record<string, unknown>
}

export interface ReplyScript {
  /** Default: markdown that names the model and the last user text. */
  text?: string
  /** Default: one sentence. An empty string leaves reasoning out. */
  reasoning?: string
  toolCalls?: ToolCallScript[]
  finish?: FinishReason
  usage?: ReplyUsage
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter'

/** Tokens as the vendor bills them, whichever way a dialect splits them up. */
export interface ReplyUsage {
  /** All input, cached or not. */
  inputTokens: number
  /** All output, reasoning included. */
  outputTokens: number
  reasoningTokens?: number
  cachedInputTokens?: number
}

/** What the server does with a request that it has found right. */
export type Action =
  | ({ kind: 'reply' } & ReplyScript)
  /** A well-formed reply without text. */
  | { kind: 'empty' }
  /** Status 200 and no byte of body. */
  | { kind: 'no-body' }
  | { kind: 'hang-before-headers' }
  /** Stops after `afterChunks` (default 2) content events and keeps the socket open. */
  | { kind: 'hang-mid-stream'; afterChunks?: number }
  /** Destroys the socket after `afterChunks` (default 2) content events. */
  | { kind: 'break-mid-stream'; afterChunks?: number }
  /** Ends the HTTP body cleanly after all content but before any closing event. */
  | { kind: 'end-without-close' }
  /** A good stream without the dialect's last marker (`[DONE]`); elsewhere a plain reply. */
  | { kind: 'no-done' }
  /** The dialect's error event after `afterChunks` (default 2) content events, then the end. */
  | { kind: 'error-mid-stream'; afterChunks?: number; message?: string }
  /** A status with the provider's own error shape. */
  | { kind: 'http-error'; status: number; message?: string; retryAfter?: string }
  /** Status 200 with the provider's error inside. */
  | { kind: 'error-in-200'; message?: string }
  | { kind: 'html'; status?: number }
  | { kind: 'invalid-json' }
  | { kind: 'redirect'; location: string; status?: 301 | 302 | 303 | 307 | 308 }
  /** `chunks` (default 4000) content events of `chunkChars` (default 1000) characters. */
  | { kind: 'huge'; chunks?: number; chunkChars?: number }
  /** This status, headers and bytes, nothing else. */
  | { kind: 'raw'; status?: number; headers?: Record<string, string>; body: string | Uint8Array }

export type Behaviour = Pace & Action

const named: Record<string, Behaviour> = {
  empty: { kind: 'empty' },
  'no-body': { kind: 'no-body' },
  'hang-before-headers': { kind: 'hang-before-headers' },
  'hang-mid-stream': { kind: 'hang-mid-stream' },
  'break-mid-stream': { kind: 'break-mid-stream' },
  'end-without-close': { kind: 'end-without-close' },
  'no-done': { kind: 'no-done' },
  'error-mid-stream': { kind: 'error-mid-stream' },
  'error-in-200': { kind: 'error-in-200' },
  html: { kind: 'html' },
  'invalid-json': { kind: 'invalid-json' },
  redirect: { kind: 'redirect', location: '/elsewhere' },
  huge: { kind: 'huge' },
  slow: { kind: 'reply', chunkDelayMs: 50 },
  length: { kind: 'reply', finish: 'length' },
  'content-filter': { kind: 'reply', finish: 'content-filter' },
  'tool-call': {
    kind: 'reply',
    toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo', unit: 'celsius' } }],
  },
}

/**
 * Behaviour that a model id asks for: any id that ends in `fake-` and a name (`fake-html`,
 * `anthropic.claude-fake-break-mid-stream`) or in `fake-http-` and a status (`fake-http-429`).
 */
export function resolveMagicModel(model: string): Behaviour | undefined {
  const name = /(?:^|[^a-z0-9])fake-([a-z0-9-]+)$/.exec(model)?.[1]
  if (name === undefined) return undefined
  const status = /^http-(\d{3})$/.exec(name)?.[1]
  if (status === undefined) return named[name]
  return {
    kind: 'http-error',
    status: Number(status),
    ...(status === '429' ? { retryAfter: '7' } : {}),
  }
}
