/** @file Keeps what was sent and what came back, redacted, for whoever wants to see it. */
import type { StreamFrame } from '../dialects/dialect.ts'
import type { Redactor } from '../errors/redact.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { WireRecord } from '../model/wire-record.ts'
import type { SendRequest, SendResponse } from '../transport/send.ts'
import type { Engine } from './engine.ts'

const maxBodyText = 64 * 1024
/** Read past the cut, so that a secret that lies across it is still recognised. */
const cutMargin = 4 * 1024

export interface WireRecorder {
  /** The response has begun. */
  begin(response: Pick<SendResponse, 'status' | 'headers'>): void
  /** Bytes came in. `asText` false counts them only; their frames are told apart. */
  receive(bytes: Uint8Array, asText: boolean): void
  /** One message of a binary stream. */
  frame(frame: StreamFrame): void
  /** There is no response, or none that is read. */
  fail(error: unknown): void
  /** Hands over the last record. Later calls do nothing. */
  end(): void
}

/** Makes a recorder that tells `onWire` at the headers and at the end. */
export function createWireRecorder(options: {
  readonly request: SendRequest
  readonly redactor: Redactor
  readonly engine: Pick<Engine, 'now' | 'clock'>
  readonly onWire: (record: WireRecord) => void
  readonly keepsWire?: (() => boolean) | undefined
}): WireRecorder {
  const { request, redactor, engine, onWire, keepsWire } = options
  const startedAt = engine.now().toISOString()
  const begun = engine.clock()
  const utf8 = new TextDecoder()
  let requestSide: Pick<WireRecord, 'method' | 'url' | 'requestHeaders' | 'requestBody'> | undefined
  let responseSide: Pick<WireRecord, 'status' | 'responseHeaders' | 'headersMs'> = {}
  let text = ''
  let bytes = 0
  let ended = false

  const cut = (long: string): string =>
    redactor.text(long.slice(0, maxBodyText + cutMargin)).slice(0, maxBodyText)

  /** True once nobody wants the texts any more; then they are let go. */
  let left = false
  const isLeft = (): boolean => {
    if (left || keepsWire === undefined || keepsWire()) return left
    left = true
    text = ''
    requestSide = undefined
    return true
  }

  const describeRequest = () => {
    requestSide ??= {
      method: request.method,
      url: redactor.url(request.url.href),
      requestHeaders: redactor.headers({ host: request.url.host, ...request.headers }),
      ...(request.body === undefined
        ? {}
        : { requestBody: cut(new TextDecoder().decode(request.body)) }),
    }
    return requestSide
  }
  // Done while the upstream thinks, so that it costs the first token nothing.
  setImmediate(() => {
    if (!isLeft()) describeRequest()
  })

  const keep = (more: string): void => {
    if (!isLeft() && text.length < maxBodyText + cutMargin) text += more
  }

  return {
    begin({ status, headers }) {
      responseSide = {
        status,
        responseHeaders: redactor.headers(headers),
        headersMs: engine.clock() - begun,
      }
      if (!isLeft()) onWire({ ...describeRequest(), ...responseSide, startedAt })
    },
    receive(chunk, asText) {
      bytes += chunk.byteLength
      if (asText && !isLeft() && text.length < maxBodyText + cutMargin)
        text += utf8.decode(chunk, { stream: true })
    },
    frame({ event, data }) {
      keep(`${JSON.stringify({ event, data: parsed(data) })}\n`)
    },
    fail(error) {
      if (!(error instanceof ProviderError) || error.status === undefined) return
      responseSide = {
        status: error.status,
        responseHeaders: error.url === undefined ? [] : [['location', redactor.url(error.url)]],
        headersMs: engine.clock() - begun,
      }
    },
    end() {
      if (ended) return
      ended = true
      if (isLeft()) return
      onWire({
        ...describeRequest(),
        ...responseSide,
        ...(text === '' ? {} : { responseBody: cut(text) }),
        responseBytes: bytes,
        startedAt,
        totalMs: engine.clock() - begun,
      })
    },
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}
