/** @file Custom handlers: runs the user's own code in a process apart and answers for it. */
export type {
  CompletionCall,
  CompletionReply,
  CustomHandler,
  EmbeddingCall,
  EmbeddingReply,
  HandlerChunk,
  HandlerMessage,
  HandlerToolCall,
  HandlerUsage,
  ImageCall,
  ImageReply,
  ShortReply,
} from './handler-types.ts'
export { CustomHandlerError } from './runner/custom-handler-error.ts'
export type { HandlerManifest, ManifestFile } from './manifest/manifest.ts'
export type {
  HandlerProcess,
  ProcessExit,
  ProcessPlan,
  StartProcess,
} from './host/handler-process.ts'
export { defaultHandlerLimits, type HandlerLimits } from './host/handler-limits.ts'
export type {
  CustomHandlerHost,
  HandlerHostOptions,
  HandlerLogLine,
  HandlerVerdict,
  RunningHandler,
} from './host/handler-host-options.ts'
export { createHandlerHost } from './host/create-handler-host.ts'
export { createProcessStarter } from './host/start-process.ts'
export { findRunner, type Runner } from './host/find-runner.ts'
export { handlerTemplate, type TemplateFile } from './template.ts'
