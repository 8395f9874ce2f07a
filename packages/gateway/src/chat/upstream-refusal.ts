/** @file An upstream's error in its own words, for a client of the same format. */
import type { ServerResponse } from 'node:http'
import { ProviderError, toErrorInfo, type ForwardedRefusal } from '@patchbay/provider-core'
import type { Route } from '@patchbay/provider-core/model'
import { answerHeaders } from '../routes/answer-headers.ts'
import type { Trace } from '../trace.ts'
import { carryToClient } from './carried-headers.ts'

export class UpstreamRefusal extends ProviderError {
  readonly route: Route
  readonly answer: ForwardedRefusal

  constructor(route: Route, answer: ForwardedRefusal) {
    super({ ...answer.error.toInfo((text) => text), cause: answer.error })
    this.route = route
    this.answer = answer
  }
}

/** Answers with status and body as they came; the endpoint's secrets are masked in it already. */
export function sendRefusal(
  response: ServerResponse,
  trace: Trace,
  refusal: UpstreamRefusal,
): void {
  const { answer, route } = refusal
  const body = Buffer.from(answer.body)
  trace.error = toErrorInfo(refusal)
  trace.state = 'failed'
  trace.status = answer.status
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...carryToClient(answer.headers),
    ...answerHeaders(route),
  })
  response.end(body)
}

/** True for an answer that a client of the format can read: JSON, and an error by its status. */
export function speaksForItself({ answer }: UpstreamRefusal): boolean {
  const isError = answer.status >= 400 && answer.status <= 599
  return isError && answer.body.trimStart().startsWith('{')
}
