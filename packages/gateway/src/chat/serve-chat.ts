/** @file Stands in until chats are served. */
import { ProviderError } from '@patchbay/provider-core'
import type { Exchange } from '../exchange.ts'

export interface AskedChat {
  readonly model: string | undefined
  readonly stream: boolean | undefined
  readonly arrayFraming: boolean | undefined
}

export async function serveChat(_exchange: Exchange, _asked: AskedChat): Promise<void> {
  throw new ProviderError({ code: 'internal', message: 'Chats are not served yet.' })
}
