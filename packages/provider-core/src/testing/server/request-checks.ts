import { RefusedRequest } from './refusal.ts'
import type { SeenRequest } from './seen-request.ts'

const credentialHeaders = [
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-goog-user-project',
  'x-amz-security-token',
  'ocp-apim-subscription-key',
  'proxy-authorization',
  'cookie',
]
const strayHeaders = [
  'forwarded',
  'via',
  'origin',
  'referer',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'te',
  'trailer',
  'upgrade',
  'keep-alive',
  'proxy-connection',
  'content-encoding',
]
const openConnection = ['keep-alive', 'close']

/** Headers that a spec demands: name to exact value, told apart by whether the value is secret. */
export interface HeaderRules {
  /** Credential headers that may come; a value is required exactly, undefined is optional. */
  credentials: Record<string, string | undefined>
  required: Record<string, string>
  allowed: string[]
}

/** Refuses wrong, missing, repeated, foreign and hop-by-hop headers. */
export function checkHeaders(request: SeenRequest, rules: HeaderRules): void {
  const repeated = request.repeatedHeaders.find((name) => name !== 'set-cookie')
  if (repeated !== undefined) {
    throw new RefusedRequest('header', 400, `header \`${repeated}\` came more than once`)
  }
  for (const [name, value] of Object.entries(rules.required)) {
    checkRequiredHeader(request, name.toLowerCase(), value)
  }
  const configured = Object.keys(rules.required).map((name) => name.toLowerCase())
  const allowed = [...configured, ...rules.allowed.map((name) => name.toLowerCase())]
  for (const name of credentialHeaders) {
    if (name in request.headers && !(name in rules.credentials) && !allowed.includes(name)) {
      const expected = Object.keys(rules.credentials).join(', ') || 'none'
      throw new RefusedRequest(
        'credentials',
        401,
        `header \`${name}\` does not belong here; expected credentials in: ${expected}`,
      )
    }
  }
  for (const name of strayHeaders) {
    if (name in request.headers && !allowed.includes(name)) {
      throw new RefusedRequest('header', 400, `header \`${name}\` must not be sent upstream`)
    }
  }
  const connection = request.headers['connection'] ?? 'close'
  if (!openConnection.includes(connection.toLowerCase())) {
    throw new RefusedRequest('header', 400, 'header `connection` must be keep-alive or close')
  }
  for (const [name, value] of Object.entries(rules.credentials)) {
    if (value !== undefined) checkSecretHeader(request, name, value)
  }
}

function checkRequiredHeader(request: SeenRequest, name: string, value: string): void {
  const actual = request.headers[name]
  if (actual === value) return
  const seen = actual === undefined ? 'it is missing' : `got \`${actual}\``
  throw new RefusedRequest('header', 400, `expected header \`${name}: ${value}\`, ${seen}`)
}

/** Refuses a missing or wrong secret, telling lengths and prefix but never the value. */
function checkSecretHeader(request: SeenRequest, name: string, value: string): void {
  const actual = request.headers[name]
  if (actual === value) return
  const scheme = value.startsWith('Bearer ')
    ? '`Bearer ` and the configured key'
    : 'the configured key'
  if (actual === undefined) {
    throw new RefusedRequest(
      'credentials',
      401,
      `expected header \`${name}\` with ${scheme}, it is missing`,
    )
  }
  throw new RefusedRequest(
    'credentials',
    401,
    `header \`${name}\` must hold ${scheme} (${value.length} characters), got another value of ${actual.length} characters`,
  )
}

/**
 * Refuses missing, wrong, repeated and unknown query parameters.
 * @param expected name to exact value; undefined means: may come with any value.
 */
export function checkQuery(
  request: SeenRequest,
  expected: Record<string, string | undefined>,
): void {
  const actual = new URLSearchParams(request.query)
  for (const [name, value] of Object.entries(expected)) {
    const values = actual.getAll(name)
    if (values.length > 1) {
      throw new RefusedRequest('query', 400, `query parameter \`${name}\` came more than once`)
    }
    if (value !== undefined && values[0] !== value) {
      const seen = values[0] === undefined ? 'it is missing' : `got \`${values[0]}\``
      throw new RefusedRequest('query', 400, `expected query \`${name}=${value}\`, ${seen}`)
    }
  }
  for (const name of actual.keys()) {
    if (!(name in expected)) {
      const known = Object.keys(expected).join(', ') || 'none'
      throw new RefusedRequest(
        'query',
        400,
        `unknown query parameter \`${name}\`; expected: ${known}`,
      )
    }
  }
}

/** Refuses a method other than this one. */
export function checkMethod(request: SeenRequest, method: 'GET' | 'POST'): void {
  if (request.method !== method) {
    throw new RefusedRequest(
      'method',
      405,
      `expected ${method} ${request.path}, got ${request.method}`,
    )
  }
}

/** Refuses a body that is not sent as JSON, or is none, and gives it back as an object. */
export function checkJsonBody(request: SeenRequest): Record<string, unknown> {
  const type = request.headers['content-type']
  if (type === undefined || !/^application\/json(;\s*charset=utf-8)?$/i.test(type)) {
    throw new RefusedRequest(
      'content-type',
      415,
      `expected \`content-type: application/json\`, got \`${type ?? 'none'}\``,
    )
  }
  const { body } = request
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RefusedRequest('body', 400, 'expected the body to be one JSON object')
  }
  return body as Record<string, unknown>
}

/** Refuses a model id that is not on the list. Without a list every id is taken. */
export function checkModel(model: string, models: string[] | undefined): void {
  if (models === undefined || models.includes(model)) return
  throw new RefusedRequest(
    'model',
    404,
    `model \`${model}\` does not exist here; expected one of: ${models.join(', ')}`,
  )
}

/** Path below the base path, or undefined when the request is not below it. */
export function stripBasePath(path: string, basePath: string): string | undefined {
  if (basePath === '') return path
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined
}

/** A refusal for a path that the spec does not have. */
export function refusePath(request: SeenRequest, expected: string[]): RefusedRequest {
  return new RefusedRequest(
    'path',
    404,
    `no such path: ${request.method} ${request.path}; expected one of: ${expected.join(' | ')}`,
  )
}
