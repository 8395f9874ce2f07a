/** @file Requests for tests. */
import type { GatewayRequest, Route } from '@patchbay/provider-core/model'

export const someRoute: Route = {
  endpointId: 'e1',
  endpointName: 'Company proxy',
  spec: 'anthropic',
  dialect: 'anthropic-messages',
  modelId: 'claude-sonnet-4-5',
  upstreamModelId: 'corp/claude-sonnet',
  mapped: true,
  verified: true,
}

/** A request that went well, with changes. */
export function someRequest(changes: Partial<GatewayRequest> = {}): GatewayRequest {
  return {
    id: 'r1',
    at: '2026-11-21T12:00:00.000Z',
    operation: 'chat',
    client: 'anthropic-messages',
    method: 'POST',
    path: '/v1/messages',
    from: 'Claude Code',
    model: 'claude-sonnet-4-5',
    stream: true,
    route: someRoute,
    mode: 'pass-through',
    failedAttempts: [],
    status: 200,
    state: 'done',
    sentMs: 1,
    firstByteMs: 412,
    totalMs: 1050,
    usage: { inputTokens: 318, outputTokens: 41 },
    warnings: [],
    hasBodies: false,
    ...changes,
  }
}
