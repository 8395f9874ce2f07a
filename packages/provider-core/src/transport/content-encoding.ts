/** @file Unpacks answers that a proxy compressed although nobody asked for it. */
import { pipeline, type Transform } from 'node:stream'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib'

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
}

/**
 * The body as its sender meant it. An unknown encoding passes through; reading it as JSON then says so.
 *
 * @param toError names a damaged body.
 */
export function decompressBody(
  body: AsyncIterable<Uint8Array>,
  contentEncoding: string | undefined,
  toError: (error: unknown) => Error,
): AsyncIterable<Uint8Array> {
  const createDecoder = decoders[contentEncoding?.trim().toLowerCase() ?? '']
  return createDecoder === undefined ? body : readThrough(body, createDecoder(), toError)
}

async function* readThrough(
  body: AsyncIterable<Uint8Array>,
  decoder: Transform,
  toError: (error: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  const unpacked = pipeline(body, decoder, () => {
    // The reader meets the error in its own loop.
  })
  try {
    for await (const chunk of unpacked) yield chunk as Uint8Array
  } catch (error) {
    throw toError(error)
  }
}
