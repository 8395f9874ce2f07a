/** @file What was sent and what came back, redacted, for "Request", the check's evidence and "Copy as curl". */
import { z } from 'zod'

export const wireRecordSchema = z.object({
  method: z.string(),
  /** Full URL; credential query values are masked. */
  url: z.string(),
  requestHeaders: z.array(z.tuple([z.string(), z.string()])),
  /** Request body text as sent (JSON), redacted. */
  requestBody: z.string().optional(),
  status: z.number().int().optional(),
  responseHeaders: z.array(z.tuple([z.string(), z.string()])).optional(),
  /** First 64 kB of the response as text (event-stream frames are shown as JSON lines), redacted. */
  responseBody: z.string().optional(),
  /** Bytes received in all. */
  responseBytes: z.number().optional(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  /** Milliseconds to response headers, and to the end. */
  headersMs: z.number().optional(),
  totalMs: z.number().optional(),
})
export type WireRecord = z.infer<typeof wireRecordSchema>
