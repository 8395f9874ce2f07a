/** @file What is remembered of one client's socket between its requests. */
import type { ServerResponse } from 'node:http'
import type { AdmittedKey } from '../keys/check-key.ts'

export interface ClientConnection {
  /** The answer to the request that came last. */
  latest: ServerResponse | undefined
  /** The key that came last and was good. */
  admitted: AdmittedKey | undefined
}
