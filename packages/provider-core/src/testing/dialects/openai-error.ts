const errorTypes: Record<number, string> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
}
const errorCodes: Record<number, string> = {
  401: 'invalid_api_key',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
}

/** The error body that every OpenAI operation has. */
export function encodeOpenAIError(status: number, message: string): object {
  const fallback = status >= 500 ? 'server_error' : 'invalid_request_error'
  return {
    error: {
      message,
      type: errorTypes[status] ?? fallback,
      param: null,
      code: errorCodes[status] ?? null,
    },
  }
}
