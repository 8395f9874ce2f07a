/**
 * @file Stand-ins for the model servers that people run on their own machine: each answers, as far as
 * discovery looks, what the real one answers, down to what it says of paths that it does not have.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type LocalServerKind =
  | 'ollama'
  | 'lm-studio'
  | 'vllm'
  | 'llama-cpp'
  | 'litellm'
  /** Speaks the format and names no product. */
  | 'unknown'
  /** A web app that answers every path with its page. */
  | 'web-page'
  /** Takes the connection and never answers. */
  | 'silent'

export interface LocalServerOptions {
  kind: LocalServerKind
  models?: string[]
  /** Wanted as a Bearer token where the real server wants its key. */
  apiKey?: string
  /** Default 127.0.0.1. */
  host?: '127.0.0.1' | '::1'
}

export interface LocalServer {
  port: number
  /** "GET /path" of every request. */
  requests: string[]
  /** Headers that carried a credential, if any came. */
  credentials: string[]
  /** Sockets that are open now. */
  openSockets(): number
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>]

interface Personality {
  /** What it says at a path; a function of the models. */
  paths: Readonly<Record<string, (models: string[]) => Answer>>
  /** What it says elsewhere. */
  otherwise: (path: string) => Answer
  /** Paths that its key closes. */
  closed: readonly string[]
  refusal: Answer
  headers?: Record<string, string>
}

const list =
  (owner: string) =>
  (models: string[]): Answer => [
    200,
    {
      object: 'list',
      data: models.map((id) => ({ id, object: 'model', created: 1_760_000_000, owned_by: owner })),
    },
  ]

const openaiRefusal: Answer = [
  401,
  {
    error: { message: 'Invalid API key.', type: 'invalid_request_error', code: 'invalid_api_key' },
  },
]
const fastApiMissing = (): Answer => [404, { detail: 'Not Found' }]
const plainMissing = (): Answer => [404, '404 page not found']

const personalities: Record<Exclude<LocalServerKind, 'silent'>, Personality> = {
  ollama: {
    paths: {
      '/': () => [200, 'Ollama is running'],
      '/api/version': () => [200, { version: '0.35.1' }],
      '/api/tags': (models) => [
        200,
        {
          models: models.map((name) => ({
            name,
            model: name,
            modified_at: '2026-10-02T09:12:44.1Z',
            size: 2_019_393_189,
            digest: 'a80c4f17acd5',
            details: { format: 'gguf', family: 'llama', parameter_size: '3.2B' },
          })),
        },
      ],
      '/v1/models': list('library'),
    },
    otherwise: plainMissing,
    closed: [],
    refusal: openaiRefusal,
  },
  'lm-studio': {
    paths: {
      '/api/v0/models': (models) => [
        200,
        {
          object: 'list',
          data: models.map((id) => ({
            id,
            object: 'model',
            type: 'llm',
            publisher: 'lmstudio-community',
            arch: 'llama',
            compatibility_type: 'gguf',
            quantization: 'Q4_K_M',
            state: 'not-loaded',
            max_context_length: 131_072,
          })),
        },
      ],
      '/v1/models': list('organization_owner'),
    },
    // With status 200, as the real one does.
    otherwise: (path) => [200, { error: `Unexpected endpoint or method. (GET ${path})` }],
    closed: [],
    refusal: openaiRefusal,
  },
  vllm: {
    paths: {
      '/version': () => [200, { version: '0.14.0' }],
      '/metrics': () => [
        200,
        '# HELP python_info Python platform information\n# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{model_name="m"} 0.0\n',
      ],
      '/health': () => [200, ''],
      '/v1/models': list('vllm'),
    },
    otherwise: fastApiMissing,
    closed: ['/v1/models'],
    refusal: [401, { error: 'Unauthorized' }],
    headers: { server: 'uvicorn' },
  },
  'llama-cpp': {
    paths: {
      '/': () => [200, '<!doctype html><title>llama.cpp</title>'],
      '/health': () => [200, { status: 'ok' }],
      '/props': () => [200, { default_generation_settings: { n_ctx: 4096 }, total_slots: 4 }],
      // It also plays Ollama for clients that know nothing else.
      '/api/tags': (models) => [
        200,
        { models: models.map((name) => ({ name, model: name, modified_at: '', digest: '' })) },
      ],
      '/v1/models': list('llamacpp'),
    },
    otherwise: () => [404, { error: { code: 404, message: 'File Not Found', type: 'not_found' } }],
    closed: ['/props'],
    refusal: [
      401,
      { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } },
    ],
    headers: { server: 'llama.cpp' },
  },
  litellm: {
    paths: {
      '/health/liveliness': () => [200, `"I'm alive!"`],
      '/v1/models': list('openai'),
    },
    otherwise: fastApiMissing,
    closed: ['/v1/models', '/health', '/props'],
    refusal: [
      401,
      {
        error: {
          message: 'Authentication Error, No api key passed in.',
          type: 'auth_error',
          param: 'None',
          code: '401',
        },
      },
    ],
    headers: { server: 'uvicorn' },
  },
  unknown: {
    paths: { '/v1/models': list('acme'), '/version': () => [200, { version: '1.0' }] },
    otherwise: plainMissing,
    closed: ['/v1/models'],
    refusal: openaiRefusal,
  },
  'web-page': {
    paths: {},
    otherwise: () => [200, '<!doctype html><title>Some app</title>'],
    closed: [],
    refusal: openaiRefusal,
  },
}

/** Starts one on this machine and a free port. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { kind, models = [], apiKey, host = '127.0.0.1' } = options
  const requests: string[] = []
  const credentials: string[] = []
  let sockets = 0
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    for (const name of ['authorization', 'x-api-key', 'api-key', 'cookie']) {
      const value = request.headers[name]
      if (value !== undefined) credentials.push(`${name}: ${String(value)}`)
    }
    if (kind !== 'silent') answer(personalities[kind], models, apiKey, request, response)
  })
  server.on('connection', (socket) => {
    sockets += 1
    socket.once('close', () => (sockets -= 1))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, resolve)
  })
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    credentials,
    openSockets: () => sockets,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function answer(
  personality: Personality,
  models: string[],
  apiKey: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  const mayPass = apiKey === undefined || request.headers.authorization === `Bearer ${apiKey}`
  const isClosed = !mayPass && personality.closed.includes(path)
  const [status, body, headers] = isClosed
    ? personality.refusal
    : (personality.paths[path]?.(models) ?? personality.otherwise(path))
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const contentType = typeof body === 'string' ? 'text/html' : 'application/json'
  response
    .writeHead(status, { 'content-type': contentType, ...personality.headers, ...headers })
    .end(text)
}
