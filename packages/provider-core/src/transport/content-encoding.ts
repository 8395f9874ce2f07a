/** @file Unpacks answers that a proxy compressed although nobody asked for it. */
import { pipeline, type Readable, type Transform } from 'node:stream'
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

/** The body as its sender meant it. An unknown encoding passes through; reading it as JSON then says so. */
export function decompressBody(body: Readable, contentEncoding: string | undefined): Readable {
  const createDecoder = decoders[contentEncoding?.trim().toLowerCase() ?? '']
  if (createDecoder === undefined) return body
  return pipeline(body, createDecoder(), () => {
    // The reader meets the error in its own loop.
  })
}
