/** @file A client's body as bytes: what it asks for, and the same with another model. */
import { ProviderError, type JsonObject } from '@patchbay/provider-core'
import { scanTopLevel, type Span } from './scan-json.ts'

export interface ClientBody {
  /** The model as the body names it. */
  readonly model: string | undefined
  readonly stream: boolean
  /** What OpenAI's chat says of its stream, as the body has it. */
  readonly streamOptions: unknown
  /** The bytes with `modelId` as their model. */
  withModel(modelId: string): Buffer
  /** The bytes without change; a byte order mark is left out. */
  readonly bytes: Buffer
  /** The body as an object, parsed anew: held, it would weigh more than its bytes while the answer is awaited. Throws `ProviderError` with `invalid-request`. */
  parse(): JsonObject
}

/** Looks into a body without parsing it, where it is a plain one. Throws `ProviderError` with `invalid-request`. */
export function readClientBody(bytes: Buffer): ClientBody {
  const spans = scanTopLevel(bytes, ['model', 'stream', 'stream_options'])
  if (spans === undefined) return readOddBody(bytes)
  const model = spans.model === undefined ? undefined : parseSpan(bytes, spans.model)
  if (model !== undefined && model !== null && typeof model !== 'string') throw refuseModel()
  const options = spans.stream_options
  const stream = spans.stream === undefined ? false : parseSpan(bytes, spans.stream)
  return {
    model: model ?? undefined,
    stream: stream === true,
    streamOptions: options === undefined ? undefined : parseSpan(bytes, options),
    withModel: (modelId) => spliceModel(bytes, spans.model, modelId),
    bytes,
    parse: () => parseObject(bytes),
  }
}

/** A body that the scanner leaves alone: parsed, so that both sides read the same of it. */
function readOddBody(bytes: Buffer): ClientBody {
  const value = parseObject(bytes)
  const { model, stream } = value
  if (model !== undefined && model !== null && typeof model !== 'string') throw refuseModel()
  return {
    model: model ?? undefined,
    stream: stream === true,
    streamOptions: value['stream_options'],
    withModel: (modelId) => Buffer.from(JSON.stringify({ ...value, model: modelId })),
    bytes: Buffer.from(JSON.stringify(value)),
    parse: () => value,
  }
}

function spliceModel(bytes: Buffer, span: Span | undefined, modelId: string): Buffer {
  const value = JSON.stringify(modelId)
  if (span !== undefined) {
    return Buffer.concat([
      bytes.subarray(0, span.start),
      Buffer.from(value),
      bytes.subarray(span.end),
    ])
  }
  const brace = bytes.indexOf(0x7b) + 1
  const rest = bytes.subarray(brace)
  const isEmpty = /^\s*\}/.test(rest.toString('latin1', 0, 64))
  return Buffer.concat([
    bytes.subarray(0, brace),
    Buffer.from(`"model":${value}${isEmpty ? '' : ','}`),
    rest,
  ])
}

function parseSpan(bytes: Buffer, { start, end }: Span): unknown {
  try {
    return JSON.parse(bytes.toString('utf8', start, end))
  } catch {
    throw new ProviderError({ code: 'invalid-request', message: 'The body is not valid JSON.' })
  }
}

function parseObject(bytes: Buffer): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    throw new ProviderError({ code: 'invalid-request', message: 'The body is not valid JSON.' })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as JsonObject
  }
  throw new ProviderError({ code: 'invalid-request', message: 'The body is not a JSON object.' })
}

function refuseModel(): ProviderError {
  return new ProviderError({ code: 'invalid-request', message: 'model: is not a string.' })
}
