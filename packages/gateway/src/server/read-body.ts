/** @file The body of a request, bounded in size and time, unpacked where the client compressed it. */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import zlib from 'node:zlib'
import { ProviderError } from '@patchbay/provider-core'
import type { GatewayLimits } from './limits.ts'
import { Refusal } from './refusal.ts'

const nothing = Buffer.alloc(0)

/**
 * Reads a JSON body to its end.
 *
 * @throws Refusal with 413 (too large, packed or unpacked), 415 (not JSON, unknown compression), 408 (too
 * slow) or 400 (cannot be unpacked, no UTF-8); ProviderError `aborted` when the client went away.
 */
export function readBody(request: IncomingMessage, limits: GatewayLimits): Promise<Buffer> {
  requireJsonType(request.headers['content-type'])
  const unpack = findUnpacker(request.headers['content-encoding'])
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) throw tooLarge(limits)
  if (unpack === undefined) return collect(request, limits, findBadText)
  return collect(request, limits, () => undefined).then(async (packed) => {
    const body = await unpackBody(packed, unpack, limits)
    const refusal = findBadText(body)
    if (refusal !== undefined) throw refusal
    return body
  })
}

function findBadText(body: Buffer): Refusal | undefined {
  return isUtf8(body) ? undefined : badRequest('The body is not UTF-8 text.')
}

/** @param judge Why the whole body is refused, if it is. */
function collect(
  request: IncomingMessage,
  limits: GatewayLimits,
  judge: (body: Buffer) => Refusal | undefined,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let first: Buffer = nothing
    let chunks: Buffer[] | undefined
    let size = 0
    let isOver = false
    let timer: NodeJS.Timeout | undefined
    const fail = (error: ProviderError): void => {
      isOver = true
      clearTimeout(timer)
      reject(error)
    }
    // The listeners stay: they go with the request, and taking them off costs more than they do.
    request.on('data', (chunk: Buffer) => {
      if (isOver) return
      size += chunk.byteLength
      if (size > limits.maxBodyBytes) return fail(tooLarge(limits))
      if (size === chunk.byteLength) first = chunk
      else chunks = chunks === undefined ? [first, chunk] : (chunks.push(chunk), chunks)
      timer?.refresh()
    })
    request.on('end', () => {
      isOver = true
      clearTimeout(timer)
      const body = chunks === undefined ? first : Buffer.concat(chunks, size)
      const refusal = judge(body)
      if (refusal === undefined) resolve(body)
      else reject(refusal)
    })
    const giveUp = (): void => {
      if (!isOver) fail(new ProviderError({ code: 'aborted', message: 'The client went away.' }))
    }
    request.on('close', giveUp)
    request.on('error', giveUp)
    // Most bodies came with their headers, and need no timer.
    process.nextTick(() => {
      if (isOver || request.complete) return
      timer = setTimeout(() => {
        const message = 'The body of the request did not arrive in time.'
        fail(new Refusal(408, { code: 'timeout', message }, { connection: 'close' }))
      }, limits.bodyIdleMs)
    })
  })
}

/** A page's form can send the other types without asking first, so they are never taken for JSON. */
function requireJsonType(type: string | undefined): void {
  if (type === undefined || /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) return
  const message = 'The body must be JSON. Send it with the header "content-type: application/json".'
  throw new Refusal(415, { code: 'invalid-request', message })
}

interface Bound {
  /** Bytes; more is a RangeError. */
  readonly maxOutputLength: number
}
type Unpack = (packed: Buffer, bound: Bound) => Promise<Buffer>

const inflate = promise(zlib.inflate)
const inflateRaw = promise(zlib.inflateRaw)
const unpackers: Readonly<Record<string, Unpack | undefined>> = {
  gzip: promise(zlib.gunzip),
  'x-gzip': promise(zlib.gunzip),
  // RFC 9110 8.4.1.2: with zlib's wrapper, which some clients leave out.
  deflate: (packed, bound) => (hasZlibHeader(packed) ? inflate : inflateRaw)(packed, bound),
  br: promise(zlib.brotliDecompress),
  zstd: promise(zlib.zstdDecompress),
}

function promise(
  unpack: (packed: Buffer, bound: Bound, done: (error: Error | null, body: Buffer) => void) => void,
): Unpack {
  return (packed, bound) =>
    new Promise((resolve, reject) => {
      unpack(packed, bound, (error, body) => {
        if (error === null) resolve(body)
        else reject(error)
      })
    })
}

function findUnpacker(encoding: string | undefined): Unpack | undefined {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return undefined
  const unpack = Object.hasOwn(unpackers, name) ? unpackers[name] : undefined
  if (unpack !== undefined) return unpack
  throw new Refusal(
    415,
    { code: 'invalid-request', message: 'Bodies may be packed with gzip, deflate, br or zstd.' },
    { 'accept-encoding': 'gzip, deflate, br, zstd' },
  )
}

async function unpackBody(packed: Buffer, unpack: Unpack, limits: GatewayLimits): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: limits.maxBodyBytes })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limits)
    throw badRequest('The body cannot be unpacked.')
  }
}

function hasZlibHeader(packed: Buffer): boolean {
  if (packed.byteLength < 2) return false
  return (packed.readUInt8(0) & 0x0f) === 8 && packed.readUInt16BE(0) % 31 === 0
}

function tooLarge({ maxBodyBytes }: GatewayLimits): Refusal {
  const message = `The body is larger than ${Math.floor(maxBodyBytes / 1024 / 1024)} MB.`
  return new Refusal(413, { code: 'invalid-request', message, status: 413 })
}

function badRequest(message: string): Refusal {
  return new Refusal(400, { code: 'invalid-request', message })
}
