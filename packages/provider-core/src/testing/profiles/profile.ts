import type { FakeDialect, Framing, GenerateCall } from '../dialects/dialect.ts'
import { refuseBody } from '../dialects/body-check.ts'
import type { Pace } from '../server/behaviour.ts'
import type { CommonOptions, StrictSpec } from '../server/options.ts'
import type { RefusalCode } from '../server/refusal.ts'
import { checkHeaders, checkMethod, checkModel, checkQuery } from '../server/request-checks.ts'
import type { SeenRequest } from '../server/seen-request.ts'

/** What a request that passed every check asks for. */
export type Operation =
  | {
      kind: 'generate'
      name: string
      call: GenerateCall
      dialect: FakeDialect
      createFraming(pace: Pace): Framing
    }
  /** Embeddings, images, counts: one whole answer. */
  | { kind: 'answer'; name: string; model: string; body: object }
  | { kind: 'list'; name: string; body: object }
  | { kind: 'token'; name: string; body: object }

export interface EncodedError {
  status: number
  headers: Record<string, string>
  body: object
}

/** What a client must be told to pass every check: the answers to the form's fields. */
export interface Expectations {
  spec: StrictSpec
  /** What to type as the base URL, with its query. */
  baseUrl: string
  /** The spec's own fields: `apiVersion`, `region`, `projectId`, `location`, … */
  settings: Record<string, string>
  /** Secret name to value, named as in Patchbay's forms. */
  secrets: Record<string, string>
  headers: Record<string, string>
  query: Record<string, string>
  /** Model ids that exist, or those that lists show when every id is taken. */
  models: string[]
}

/** One provider's rules. */
export interface Profile {
  expectations: Expectations
  /** Verifies everything. @throws RefusedRequest for whatever is not as expected. */
  check(request: SeenRequest): Operation | Promise<Operation>
  /** The provider's own shape for an HTTP error; `code` is set for refusals only. */
  encodeError(
    status: number,
    message: string,
    request: SeenRequest,
    code?: RefusalCode,
  ): EncodedError
}

/** Verifies method, query and headers, the part of a request that all specs share. */
export function checkEnvelope(
  request: SeenRequest,
  options: CommonOptions,
  rules: {
    method: 'GET' | 'POST'
    credentials: Record<string, string | undefined>
    query?: Record<string, string | undefined>
    headers?: Record<string, string>
  },
): void {
  checkMethod(request, rules.method)
  checkQuery(request, { ...rules.query, ...options.baseUrlQuery, ...options.query })
  checkHeaders(request, {
    credentials: rules.credentials,
    required: { ...rules.headers, ...options.headers },
    allowed: options.allowHeaders ?? [],
  })
}

/** Verifies what is left once a body is parsed: that the model exists and may have a system text. */
export function checkCall(call: GenerateCall, options: CommonOptions, isMagic: boolean): void {
  if (!isMagic) checkModel(call.model, options.models)
  if (call.hasSystem && options.supportsSystemMessage === false) {
    throw refuseBody('system messages are not supported by this server')
  }
}

/** Verifies that the model of a whole answer exists. */
export function checkAnswer(operation: Operation, options: CommonOptions): Operation {
  if (operation.kind === 'answer') checkModel(operation.model, options.models)
  return operation
}

/** The parts of {@link Expectations} that all specs share. */
export function describeExpectations(
  spec: StrictSpec,
  options: CommonOptions,
  base: { url: string; settings?: Record<string, string>; secrets: Record<string, string> },
  models: string[],
): Expectations {
  const query = new URLSearchParams(options.baseUrlQuery).toString()
  return {
    spec,
    baseUrl: query === '' ? base.url : `${base.url}?${query}`,
    settings: base.settings ?? {},
    secrets: base.secrets,
    headers: options.headers ?? {},
    query: options.query ?? {},
    models: options.models ?? models,
  }
}

/** One page of a list. `cursor` is the index at which it starts. */
export function cutPage(models: string[], cursor: number, pageSize: number) {
  const page = models.slice(cursor, cursor + pageSize)
  const next = cursor + pageSize < models.length ? cursor + pageSize : undefined
  return { page, next }
}
