/** @file The strict fake upstream: for unit tests, journeys, benches and manual tries. */
export { startStrictUpstream } from './server/strict-upstream.ts'
export type { StrictUpstream } from './server/strict-upstream.ts'
export type {
  AnthropicOptions,
  AzureForm,
  AzureOptions,
  BedrockOptions,
  CommonOptions,
  GoogleOptions,
  OpenAIOptions,
  StrictSpec,
  StrictUpstreamOptions,
  VertexOptions,
} from './server/options.ts'
export type { Action, Behaviour, Pace, ReplyScript } from './server/behaviour.ts'
export { createGate } from './server/gate.ts'
export type { Gate } from './server/gate.ts'
export type { Refusal, RefusalCode } from './server/refusal.ts'
export type { RequestEnd, SeenRequest } from './server/seen-request.ts'
export type { Expectations } from './profiles/profile.ts'
export { fakeCount, fakePng, fakeTokens, fakeVector } from './profiles/fake-results.ts'
export { describeEndpoint } from './server/describe-endpoint.ts'
export type { EndpointInput } from './server/describe-endpoint.ts'
export { defaultReasoning, defaultReplyText, fakeUsage } from './dialects/compose-reply.ts'
export { createCertificate } from './network/certificates.ts'
export type { Certificate, CertificateKind } from './network/certificates.ts'
export { startHttpProxy } from './network/proxies.ts'
export type { TestProxy } from './network/proxies.ts'
export { createServiceAccount } from './network/service-account.ts'
export type { ServiceAccount, ServiceAccountJson } from './network/service-account.ts'
export {
  reserveRefusingPort,
  startGarbageServer,
  startHangingServer,
  startResettingServer,
} from './network/broken-servers.ts'
export type { BrokenServer } from './network/broken-servers.ts'
export {
  clientDialectIds,
  findStreamFlaw,
  type ClientDialectId,
} from './invariants/find-stream-flaw.ts'
export { summarizeReply, type ReplySummary } from './invariants/summarize-reply.ts'
export { hasError, readRecording, toFrames } from './conformance/recording.ts'
export type { ReadRecording, Recording } from './conformance/recording.ts'
export { startLocalServer } from './local-servers.ts'
export type { LocalServer, LocalServerKind, LocalServerOptions } from './local-servers.ts'
