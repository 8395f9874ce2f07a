/** @file What a request's state is called, in the table and in the inspector. */
import type { ErrorCode, GatewayOperation, GatewayRequest } from '@patchbay/provider-core/model'
import type { Tone } from '@patchbay/ui'

export interface RequestStatus {
  readonly text: string
  readonly tone: Tone
  /** For screen readers and on hover. */
  readonly label: string
}

/** The badge of a request that has ended; undefined while it runs. */
export function readRequestStatus(request: GatewayRequest): RequestStatus | undefined {
  const { state, status, error } = request
  if (state === 'running') return undefined
  if (state === 'stopped') {
    return { text: 'stopped', tone: 'neutral', label: 'The tool went away before the end' }
  }
  if (state === 'done') return { text: `${status ?? 200}`, tone: 'ok', label: 'Answered' }
  if (status === undefined || status < 400) {
    return { text: 'cut', tone: 'warn', label: error?.message ?? 'The reply broke off' }
  }
  return { text: `${status}`, tone: 'error', label: error?.message ?? 'Failed' }
}

const refusals: Partial<Record<ErrorCode, string>> = {
  authentication: 'wrong key',
  permission: 'refused',
  'unknown-model': 'unknown model',
  'unknown-provider': 'unknown provider',
  'unknown-endpoint': 'unknown endpoint',
  'mapping-needed': 'needs a mapping',
  'invalid-request': 'not understood',
  'not-found': 'unknown path',
  'vault-unavailable': 'keys locked',
}

/** Where a request went, or why it went nowhere. */
export function wordDestination(request: GatewayRequest): string {
  if (request.route) return request.route.endpointName
  if (request.operation === 'list-models' && request.state === 'done') return 'this gateway'
  if (!request.error) return '–'
  return refusals[request.error.code] ?? 'not sent'
}

/** True when the request reached the official API of a provider. */
export function isOfficial(request: GatewayRequest): boolean {
  return request.route?.endpointId.startsWith('official:') ?? false
}

const operations: Record<GatewayOperation, string> = {
  chat: 'Chat',
  complete: 'Completion',
  embed: 'Embeddings',
  image: 'Image',
  'count-tokens': 'Token count',
  'list-models': 'Model list',
  'stored-response': 'Stored response',
}

/** What was asked for, in a word. */
export function wordOperation(operation: GatewayOperation): string {
  return operations[operation]
}

/** Requests whose words hold all of the query's, and that failed when only those are wanted. */
export function filterRequests(
  requests: readonly GatewayRequest[],
  query: string,
  failedOnly: boolean,
): readonly GatewayRequest[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && !failedOnly) return requests
  return requests.filter((request) => {
    if (failedOnly && request.state !== 'failed') return false
    if (words.length === 0) return true
    const text = [
      request.from,
      request.model,
      request.path,
      wordDestination(request),
      request.route?.upstreamModelId,
      request.status,
      readRequestStatus(request)?.text ?? 'running',
      request.operation ? wordOperation(request.operation) : undefined,
    ]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
