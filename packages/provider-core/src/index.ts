/** @file Root of the engine for the hosts, the backend and the gateway. */
export {
  createSend,
  type Send,
  type SendRequest,
  type SendResponse,
  type SocketSend,
} from './transport/send.ts'
export { parseSse } from './transport/parse-sse.ts'
export { decodeSse } from './transport/sse.ts'
export {
  createJsonArrayEncoder,
  encodeSse,
  encodeSseBatch,
  writeSse,
  getSsePing,
  type JsonArrayEncoder,
} from './transport/encode-sse.ts'
export { decodeEventStream, unwrapInvokeFrames } from './transport/event-stream.ts'
export type { Connection, Machine } from './transport/connection.ts'
export {
  createTokenCommands,
  type RunTokenCommand,
  type TokenCommands,
} from './platforms/token-command.ts'
export { ProviderError, type ProviderErrorInit } from './errors/provider-error.ts'
export { createRedactor, mask, type Redactor } from './errors/redact.ts'
export { toErrorInfo } from './errors/to-error-info.ts'
export { getDialect } from './dialects/registry.ts'
export type {
  ClientDialect,
  DecodedError,
  DecodedRequest,
  Dialect,
  EncodeContext,
  EncodedReply,
  EncodedRequest,
  JsonObject,
  ReplyContext,
  StreamDecoder,
  StreamEncoder,
  StreamFrame,
} from './dialects/dialect.ts'
export type { HandlerHost } from './platforms/handler.ts'
export { createPlatforms, type PlatformOptions, type Platforms } from './platforms/registry.ts'
export { describeCredentials } from './platforms/describe-credentials.ts'
export type { LoadAwsCredentials, LoadedAwsCredentials } from './platforms/aws-credentials.ts'
export type { LoadedGoogleToken, LoadGoogleToken } from './platforms/vertex.ts'
export type { AuthContext, Platform, UnsignedRequest } from './platforms/platform.ts'
export type { CallOptions, ChatCall, Engine as ProviderEngine } from './operations/engine.ts'
export { chat, chatBatches } from './operations/chat.ts'
export { chatWhole } from './operations/chat-whole.ts'
export {
  forward,
  readForwarded,
  type ForwardCall,
  type ForwardedRefusal,
  type ForwardedReply,
} from './operations/forward.ts'
export { redactorOf } from './operations/redactor-of.ts'
export { readReply } from './operations/read-reply.ts'
export { complete, type CompleteCall } from './operations/complete.ts'
export { countTokens, type CountCall } from './operations/count-tokens.ts'
export { embed, type EmbedCall } from './operations/embed.ts'
export { fetchImage } from './operations/fetch-image.ts'
export { generateImage, type ImageCall } from './operations/generate-image.ts'
export { checkCapabilities, type CapabilityQuestion } from './routing/check-capabilities.ts'
export { listModels, type ModelListing } from './operations/list-models.ts'
export { buildRequest, composeRequest, type RequestPlan } from './operations/build-request.ts'
export { toCurl } from './operations/curl.ts'
export { quoteWord } from './operations/shell-quote.ts'
export { checkEndpoint, type CheckOptions } from './checks/check-endpoint.ts'
export { startDemoServer, type DemoServer } from './demo/demo-server.ts'
export { resolveRoute, type RouteOptions, type RoutingSettings } from './routing/resolve-route.ts'
export type { RouteCatalogue } from './routing/route-catalogue.ts'
export { resolveEndpoint, type SecretSources } from './routing/resolve-endpoint.ts'
export { officialEndpoint } from './routing/official-endpoint.ts'
export {
  catalogue,
  findModel,
  findModelAnywhere,
  findProvider,
  nearestModelIds,
  suggestPlatformId,
  type CatalogueEntry,
  type CloudPlatform,
} from './catalogue/catalogue.ts'
