/** @file The closed list of error codes and the plain, redacted shape in which an error crosses a process. */
import { z } from 'zod'

export const errorCodes = [
  'invalid-request',
  'authentication',
  'permission',
  'not-found',
  'rate-limit',
  'overloaded',
  'context-length',
  'content-policy',
  'upstream',
  'invalid-answer',
  'stream-broken',
  'host-not-found',
  'connection-refused',
  'connection',
  'timeout',
  'tls',
  'aborted',
  'plain-http',
  'redirected',
  'credentials',
  'missing-secret',
  'vault-unavailable',
  'settings',
  'mapping-needed',
  'unknown-model',
  'unknown-provider',
  'unknown-endpoint',
  /** A custom handler failed, was stopped, or is not allowed to run. */
  'handler',
  'handler-unconfirmed',
  'internal',
] as const

export const errorCodeSchema = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCodeSchema>

/** Never holds a secret, a prompt or a stack. */
export const errorInfoSchema = z.object({
  code: errorCodeSchema,
  /** What happened and what to do, in plain words. */
  message: z.string(),
  /** HTTP status of the upstream. */
  status: z.number().int().optional(),
  /** True when the same request may succeed later. */
  retryable: z.boolean(),
  /** Milliseconds that the upstream asks to wait. */
  retryAfterMs: z.number().optional(),
  /** First 2,000 characters of the upstream's body, redacted. */
  bodyExcerpt: z.string().optional(),
  /** Host or URL (redacted) that the error is about. */
  url: z.string().optional(),
})
export type ErrorInfo = z.infer<typeof errorInfoSchema>
