/** @file Sends a built request and keeps its wire record, with one switch that closes the socket at once. */
import type { Redactor } from '../errors/redact.ts'
import type { Retry } from '../model/connection.ts'
import type { SendRequest, SendResponse } from '../transport/send.ts'
import type { CallOptions, Engine } from './engine.ts'
import { sendPatiently, type PatientResponse, type Retried } from './send-patiently.ts'
import { createWireRecorder, type WireRecorder } from './wire-recorder.ts'

export interface Exchange {
  readonly response: SendResponse
  readonly recorder?: WireRecorder | undefined
  /** Tries before the one that was answered. */
  readonly retried: readonly Retried[]
}

/**
 * Sends `request` and begins its record. The record is ended here when there is no response; else
 * by the caller. Throws `ProviderError`.
 */
export function openExchange(
  request: SendRequest,
  engine: Engine,
  options: ExchangeOptions,
): Promise<Exchange> {
  const pending = sendPatiently(request, engine, options.retry)
  const { redactor, onWire, keepsWire } = options
  if (onWire === undefined) return pending
  return recordExchange(
    pending,
    createWireRecorder({ request, redactor, engine, onWire, keepsWire }),
  )
}

export interface ExchangeOptions {
  readonly redactor: Redactor
  readonly onWire?: CallOptions['onWire']
  readonly keepsWire?: CallOptions['keepsWire']
  readonly retry?: Partial<Retry> | undefined
}

async function recordExchange(
  pending: Promise<PatientResponse>,
  recorder: WireRecorder,
): Promise<Exchange> {
  try {
    const { response, retried } = await pending
    recorder.begin(response)
    return { response, recorder, retried }
  } catch (error) {
    recorder.fail(error)
    recorder.end()
    throw error
  }
}

/** A response whose body is kept in the record as it is read. */
export function recordBody({
  response,
  recorder,
}: Pick<Exchange, 'response' | 'recorder'>): SendResponse {
  if (recorder === undefined) return response
  return { ...response, body: tap(response.body, recorder) }
}

async function* tap(
  body: AsyncIterable<Uint8Array>,
  recorder: WireRecorder,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    recorder.receive(chunk, true)
    yield chunk
  }
}
