/**
 * @file What is noted of a request while it runs. Plain fields, written where things happen, so that
 * noting costs nothing on the hot path; the app turns it into a `GatewayRequest` when somebody looks.
 */
import type {
  DialectId,
  ErrorInfo,
  GatewayOperation,
  Route,
  Usage,
  Warning,
  WireRecord,
} from '@patchbay/provider-core/model'

export interface Trace {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Of the engine's clock, for durations. */
  readonly startedAt: number
  readonly method: string
  /** Path without its query. */
  readonly path: string
  readonly userAgent: string | undefined
  operation: GatewayOperation | undefined
  client: DialectId | undefined
  keyId: string | undefined
  model: string | undefined
  stream: boolean
  route: Route | undefined
  mode: 'pass-through' | 'translated' | undefined
  failedAttempts: { readonly route: Route; readonly error: ErrorInfo }[]
  /** HTTP status that the client got. */
  status: number | undefined
  state: 'running' | 'done' | 'failed' | 'stopped'
  error: ErrorInfo | undefined
  /** Milliseconds since `startedAt`. */
  sentMs: number | undefined
  firstByteMs: number | undefined
  totalMs: number | undefined
  usage: Usage | undefined
  warnings: readonly Warning[]
  /** Bodies are kept, and more may come; set to false by a host that has no more room for them. */
  keepsBodies: boolean
  /** The client's body as it came; kept only while `keepBodies` is on. Never holds a header. */
  clientBody: string | undefined
  /** What was sent upstream and came back, redacted; kept only while `keepBodies` is on. */
  wire: WireRecord | undefined
}

/** What is known when a request arrives. */
export function createTrace(
  start: Pick<Trace, 'id' | 'at' | 'startedAt' | 'method' | 'path' | 'userAgent'>,
): Trace {
  return {
    id: start.id,
    at: start.at,
    startedAt: start.startedAt,
    method: start.method,
    path: start.path,
    userAgent: start.userAgent,
    operation: undefined,
    client: undefined,
    keyId: undefined,
    model: undefined,
    stream: false,
    route: undefined,
    mode: undefined,
    failedAttempts: [],
    status: undefined,
    state: 'running',
    error: undefined,
    sentMs: undefined,
    firstByteMs: undefined,
    totalMs: undefined,
    usage: undefined,
    warnings: [],
    keepsBodies: false,
    clientBody: undefined,
    wire: undefined,
  }
}
