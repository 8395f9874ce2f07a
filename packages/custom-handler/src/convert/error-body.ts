/** @file Errors in the format of OpenAI, with the stack beside the message for whoever writes the handler. */

/** Words that clients of OpenAI know; others follow from the status. */
const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  429: 'rate_limit_error',
  503: 'service_unavailable_error',
  504: 'timeout_error',
}

export interface HandlerFailure {
  readonly status: number
  readonly message: string
  readonly stack?: string | undefined
}

/** The object under which OpenAI's errors travel. */
export function errorBody({ status, message, stack }: HandlerFailure): Record<string, unknown> {
  const type = types[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return {
    error: {
      message,
      type,
      param: null,
      code: String(status),
      ...(stack === undefined ? {} : { stack }),
    },
  }
}
