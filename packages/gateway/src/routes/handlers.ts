/** @file What answers each purpose of a path. */
import type { GatewayOperation } from '@patchbay/provider-core/model'
import { serveChat } from '../chat/serve-chat.ts'
import type { Exchange } from '../exchange.ts'
import type { Destination, Purpose } from '../server/paths.ts'
import { serveComplete } from './complete.ts'
import { serveCountTokens } from './count-tokens.ts'
import { serveEmbed } from './embed.ts'
import { serveGoogleEmbed, serveGoogleEmbedBatch } from './embed-google.ts'
import { serveImage } from './image.ts'
import { serveModel, serveModels } from './models.ts'
import { serveStoredResponse } from './stored-responses.ts'

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
  complete: serveComplete,
  embed: serveEmbed,
  'google-embed': serveGoogleEmbed,
  'google-embed-batch': serveGoogleEmbedBatch,
  image: serveImage,
  'count-tokens': serveCountTokens,
  'list-models': serveModels,
  'get-model': serveModel,
  'get-response': serveStoredResponse,
  'delete-response': serveStoredResponse,
  'cancel-response': serveStoredResponse,
  'list-response-inputs': serveStoredResponse,
}
