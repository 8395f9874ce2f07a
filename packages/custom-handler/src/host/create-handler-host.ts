import type { CustomHandlerHost, HandlerHostOptions } from './handler-host-options.ts'

/** Runs custom handlers, one process for each endpoint. */
export function createHandlerHost(_options: HandlerHostOptions): CustomHandlerHost {
  throw new Error('not there yet')
}
