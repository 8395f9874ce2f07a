/** @file What answers each purpose of a path. */
import type { GatewayOperation } from '@patchbay/provider-core/model'
import { serveChat } from '../chat/serve-chat.ts'
import type { Exchange } from '../exchange.ts'
import type { Destination, Purpose } from '../server/paths.ts'

const notYet = (): Promise<void> => Promise.reject(new Error('not yet'))
type Served = Exclude<Purpose, 'health'>

/** As requests are counted and listed. */
export const operations: Readonly<Record<Served, GatewayOperation>> = {
  chat: 'chat',
  'stream-chat': 'chat',
  complete: 'complete',
  embed: 'embed',
  'google-embed': 'embed',
  'google-embed-batch': 'embed',
  image: 'image',
  'count-tokens': 'count-tokens',
  'list-models': 'list-models',
  'get-model': 'list-models',
  'get-response': 'stored-response',
  'delete-response': 'stored-response',
  'cancel-response': 'stored-response',
  'list-response-inputs': 'stored-response',
}

/** What answers, told what stood in the path. What it throws is answered in the client's format. */
export const handlers: Readonly<
  Record<Served, (exchange: Exchange, destination: Destination) => Promise<void>>
> = {
  chat: (exchange, { id }) =>
    serveChat(exchange, {
      model: id,
      stream: exchange.dialect.id === 'google-generate' ? false : undefined,
      arrayFraming: undefined,
    }),
  'stream-chat': (exchange, { id }) =>
    serveChat(exchange, {
      model: id,
      stream: true,
      arrayFraming: exchange.query.get('alt') !== 'sse',
    }),
  complete: notYet,
  embed: notYet,
  'google-embed': notYet,
  'google-embed-batch': notYet,
  image: notYet,
  'count-tokens': notYet,
  'list-models': notYet,
  'get-model': notYet,
  'get-response': notYet,
  'delete-response': notYet,
  'cancel-response': notYet,
  'list-response-inputs': notYet,
}
