/** @file What was noted of a request, as lists and the inspector show it. Made when somebody looks. */
import type { Trace } from '@patchbay/gateway'
import type { GatewayRequest, Usage } from '@patchbay/provider-core/model'
import { nameTool } from './tool-name.ts'

export function toGatewayRequest(trace: Trace): GatewayRequest {
  const { usage } = trace
  return {
    id: trace.id,
    at: new Date(trace.at).toISOString(),
    operation: trace.operation,
    client: trace.client,
    method: trace.method,
    path: trace.path,
    from: nameTool(trace.userAgent),
    keyId: trace.keyId,
    model: trace.model,
    stream: trace.stream,
    route: trace.route,
    mode: trace.mode,
    failedAttempts: trace.failedAttempts.map((attempt) => ({ ...attempt })),
    status: trace.status,
    state: trace.state,
    error: trace.error,
    sentMs: trace.sentMs,
    firstByteMs: trace.firstByteMs,
    totalMs: trace.totalMs,
    usage: usage && withoutRaw(usage),
    cost: costOf(usage),
    warnings: [...trace.warnings],
    hasBodies: trace.clientBody !== undefined || trace.wire !== undefined,
  }
}

/** US dollars as OpenRouter, and gateways that follow it, report them in `usage.cost`. */
export function costOf(usage: Usage | undefined): number | undefined {
  const raw = usage?.raw?.value
  if (typeof raw !== 'object' || raw === null || !('cost' in raw)) return undefined
  const { cost } = raw
  return typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? cost : undefined
}

function withoutRaw({ raw: _raw, ...counts }: Usage): Usage {
  return counts
}
