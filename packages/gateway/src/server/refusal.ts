/** @file An answer that the gateway itself gives in place of a reply, with a status of its own. */
import { ProviderError, type ProviderErrorInit } from '@patchbay/provider-core'

/** Answered with `httpStatus`, in the client's format. */
export class Refusal extends ProviderError {
  readonly httpStatus: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    httpStatus: number,
    init: ProviderErrorInit,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(init)
    this.httpStatus = httpStatus
    this.headers = headers
  }
}

/** The request is right, but what it was routed to cannot do it. */
export function refuseUnable(message: string): Refusal {
  return new Refusal(501, { code: 'settings', message })
}
