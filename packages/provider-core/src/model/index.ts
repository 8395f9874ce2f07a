/** @file Browser-safe root of the model: the single source of truth for shapes. */
export {
  specIds,
  specIdSchema,
  dialectIds,
  dialectIdSchema,
  platformIds,
  type SpecId,
  type DialectId,
  type PlatformId,
} from './spec.ts'
export {
  fieldSecretNames,
  secretNameSchema,
  secretChangeSchema,
  connectionSecretNames,
  isCredentialName,
  type FieldSecretName,
  type SecretName,
  type SecretChange,
  type SecretValues,
} from './secret.ts'
export {
  headersSchema,
  defaultTimeouts,
  timeoutsSchema,
  endpointFieldsSchema,
  endpointSchema,
  endpointDraftSchema,
  endpointSummarySchema,
  lastCheckSchema,
  fieldIssueSchema,
  bedrockApis,
  type BedrockApi,
  type Timeouts,
  type EndpointFields,
  type Endpoint,
  type EndpointDraft,
  type EndpointDraftInput,
  type EndpointSummary,
  type ResolvedEndpoint,
  type FieldIssue,
  type LastCheck,
} from './endpoint.ts'
export { credentialInfoSchema, credentialSources, type CredentialInfo } from './credential.ts'
export {
  authSchema,
  authSchemes,
  tokenCommandSchema,
  type Auth,
  type AuthScheme,
  type TokenCommand,
} from './auth.ts'
export {
  defaultRetry,
  proxySchema,
  retrySchema,
  tlsSchema,
  type ProxySettings,
  type Retry,
  type TlsSettings,
} from './connection.ts'
export { mappingSchema, type ModelMapping } from './mapping.ts'
export { parseMapping, type ParsedMapping, type MappingIssue } from './parse-mapping.ts'
export {
  providerModeSchema,
  providerSettingsSchema,
  providerSummarySchema,
  officialEndpointId,
  type ProviderMode,
  type ProviderSettings,
  type ProviderSummary,
} from './provider.ts'
export {
  errorCodes,
  errorCodeSchema,
  errorInfoSchema,
  type ErrorCode,
  type ErrorInfo,
} from './error.ts'
export {
  finishReasonSchema,
  usageSchema,
  timingSchema,
  warningSchema,
  chatEventSchema,
  type FinishReason,
  type Usage,
  type Timing,
  type Warning,
  type ChatEvent,
} from './chat-event.ts'
export { chatRequestSchema, type ChatRequest } from './chat-request.ts'
export {
  embeddingRequestSchema,
  embeddingResultSchema,
  type EmbeddingRequest,
  type EmbeddingResult,
} from './embedding.ts'
export {
  imageRequestSchema,
  imageResultSchema,
  generatedImageSchema,
  type ImageRequest,
  type ImageResult,
  type GeneratedImage,
} from './image.ts'
export { completionRequestSchema, type CompletionRequest } from './completion.ts'
export { tokenCountSchema, type TokenCount } from './token-count.ts'
export {
  citationSchema,
  contentPartSchema,
  chatMessageSchema,
  rawFieldsSchema,
  type ChatMessage,
  type Citation,
  type ContentPart,
  type RawFields,
} from './content.ts'
export { compatSchema, type Compat } from './compat.ts'
export { handlerSchema, type HandlerSettings } from './handler.ts'
export {
  environmentFields,
  environmentSchema,
  variableNameSchema,
  type EnvironmentField,
  type EnvironmentReferences,
} from './environment.ts'
export {
  fillReferences,
  listFieldReferences,
  listSecretReferences,
  withReferencedSecrets,
} from './referenced-fields.ts'
export { wordIssue } from './word-issue.ts'
export { wireRecordSchema, type WireRecord } from './wire-record.ts'
export {
  modelAddressSchema,
  routeSchema,
  routeRefusalSchema,
  routeResultSchema,
  type ModelAddress,
  type Route,
  type RouteRefusal,
  type RouteResult,
} from './route.ts'
export {
  checkStageIds,
  checkStageIdSchema,
  checkStageSchema,
  fixSchema,
  findingSchema,
  evidenceSchema,
  certificateSchema,
  checkReportSchema,
  checkEventSchema,
  type CheckStageId,
  type CheckStage,
  type Fix,
  type Finding,
  type Evidence,
  type CertificateInfo,
  type CheckReport,
  type CheckEvent,
} from './check.ts'
export {
  catalogueModelSchema,
  catalogueProviderSchema,
  type CatalogueModel,
  type CatalogueProvider,
} from './catalogue.ts'
export {
  defaultGatewayPort,
  gatewayAliasSchema,
  gatewayKeySchema,
  gatewayOperations,
  gatewayRequestSchema,
  gatewaySettingsSchema,
  type GatewayAlias,
  type GatewayKey,
  type GatewayOperation,
  type GatewayRequest,
  type GatewaySettings,
} from './gateway.ts'
