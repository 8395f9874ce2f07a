import type { SeenRequest } from './seen-request.ts'

export type RefusalCode =
  | 'path'
  | 'method'
  | 'query'
  | 'header'
  | 'credentials'
  | 'signature'
  | 'content-type'
  | 'model'
  | 'body'
  | 'token'

/** Thrown by a check: what was expected, without ever repeating a secret. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly status: number
  readonly code: RefusalCode

  constructor(code: RefusalCode, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** A refused request as kept in `upstream.refusals`. */
export interface Refusal {
  code: RefusalCode
  status: number
  message: string
  request: SeenRequest
}
