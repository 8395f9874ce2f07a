/** @file Traces for tests. */
import type { Trace } from '@patchbay/gateway'
import type { Route } from '@patchbay/provider-core/model'

export const routeToProxy: Route = {
  endpointId: 'e1',
  endpointName: 'Company proxy',
  spec: 'openai-chat-completions',
  dialect: 'openai-chat',
  modelId: 'gpt-5',
  upstreamModelId: 'gpt-5',
  mapped: false,
  verified: true,
}

export function traceOf(id: string, changes: Partial<Trace> = {}): Trace {
  return {
    id,
    at: Date.UTC(2026, 10, 21, 12),
    startedAt: 0,
    method: 'POST',
    path: '/v1/chat/completions',
    userAgent: 'OpenAI/JS 7.55.0',
    operation: 'chat',
    client: 'openai-chat',
    keyId: undefined,
    model: 'gpt-5',
    stream: false,
    route: routeToProxy,
    mode: 'pass-through',
    failedAttempts: [],
    status: 200,
    state: 'done',
    error: undefined,
    sentMs: 1,
    firstByteMs: 2,
    totalMs: 3,
    usage: undefined,
    warnings: [],
    keepsBodies: false,
    clientBody: undefined,
    wire: undefined,
    ...changes,
  }
}
