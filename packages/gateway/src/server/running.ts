/** @file The requests that run: how all of them are told that the gateway is being stopped. */
import { Refusal } from './refusal.ts'

/** Why a request ended before its answer did, where the gateway itself is why. */
export class GatewayStopped extends Refusal {
  constructor() {
    super(503, {
      code: 'overloaded',
      status: 503,
      message:
        'The gateway was stopped before this answer ended. Send the request again once it runs.',
    })
  }
}

export interface Running {
  add(request: AbortController): void
  delete(request: AbortController): void
  /** Ends every request with an error in its client's format. */
  stopAll(): void
}

export function createRunning(): Running {
  const requests = new Set<AbortController>()
  return {
    add: (request) => void requests.add(request),
    delete: (request) => void requests.delete(request),
    stopAll() {
      for (const request of requests) request.abort(new GatewayStopped())
    },
  }
}

/** The error to tell the client, where its request was ended by the gateway; `undefined` while it runs or has gone. */
export function stoppedBy(signal: AbortSignal): GatewayStopped | undefined {
  if (!signal.aborted) return undefined
  const reason: unknown = signal.reason
  return reason instanceof GatewayStopped ? reason : undefined
}
