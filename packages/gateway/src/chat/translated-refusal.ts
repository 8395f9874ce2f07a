/** @file An upstream's error for a client of another format: our words, and what its headers say. */
import type { OutgoingHttpHeaders } from 'node:http'
import { ProviderError } from '@patchbay/provider-core'

/** `headers` are those that clients read (rate limits, request ids), without a secret. */
export class TranslatedRefusal extends ProviderError {
  readonly headers: OutgoingHttpHeaders

  constructor(error: ProviderError, headers: OutgoingHttpHeaders) {
    super({ ...error.toInfo((text) => text), cause: error })
    this.headers = headers
  }
}
