/** @file A custom handler: requests never reach the network; the host runs the user's code, which answers them. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { SendRequest, SendResponse } from '../transport/send.ts'
import type { Platform } from './platform.ts'

/**
 * Runs the endpoint's handler and answers as a server of the OpenAI format would: the URL's path names the
 * operation, errors are answers with a status. Throws `ProviderError` where the code may not run or ended.
 */
export interface HandlerHost {
  answer(resolved: ResolvedEndpoint, request: SendRequest): Promise<SendResponse>
  /** Starts the process and loads the code; gives what it found, in words, for a check. Throws `ProviderError`. */
  prepare(resolved: ResolvedEndpoint, signal: AbortSignal): Promise<string>
}

/** @param host left out where this host cannot run code, such as in tests */
export function createHandler(host: HandlerHost = noHost): Platform {
  return {
    id: 'handler',
    adaptBody: (body) => body,
    // Its secrets go to the process, never into a request.
    authorize: (request) => Promise.resolve(request),
    framing: () => 'sse',
    answer: (resolved, request) => host.answer(resolved, request),
    prepare: (resolved, signal) => host.prepare(resolved, signal),
  }
}

const noHost: HandlerHost = {
  answer: () => Promise.reject(noHandlers()),
  prepare: () => Promise.reject(noHandlers()),
}

function noHandlers(): ProviderError {
  return new ProviderError({ code: 'handler', message: 'Custom handlers cannot run here.' })
}
