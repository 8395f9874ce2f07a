/** @file The end of every whole answer: who gave it, what is noted of it, and its bytes. */
import type { OutgoingHttpHeaders } from 'node:http'
import type { JsonObject } from '@patchbay/provider-core'
import type { Usage, Warning } from '@patchbay/provider-core/model'
import type { Exchange } from '../exchange.ts'
import { answerHeaders } from './answer-headers.ts'

export interface WholeAnswer {
  readonly body: JsonObject | Buffer
  readonly headers?: OutgoingHttpHeaders
  readonly usage?: Usage | undefined
  readonly warnings?: readonly Warning[]
  readonly status?: number
}

/** Answers with JSON and notes status, usage and warnings; the route is the one in the trace. */
export function writeAnswer(exchange: Exchange, answer: WholeAnswer): void {
  const { response, trace, host } = exchange
  const { body, warnings = [], status = 200 } = answer
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  trace.status = status
  trace.usage = answer.usage
  trace.warnings = warnings
  trace.firstByteMs = host.engine.clock() - trace.startedAt
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.byteLength,
    'x-content-type-options': 'nosniff',
    ...answer.headers,
    ...(trace.route === undefined ? {} : answerHeaders(trace.route, warnings)),
  })
  response.end(bytes)
}
