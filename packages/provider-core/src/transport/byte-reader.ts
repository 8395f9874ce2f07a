/** @file Reads exact numbers of bytes off a socket and hands it on untouched. */
import type { Socket } from 'node:net'

export interface ByteReader {
  /** The next `length` bytes. Rejects with what the socket reports, or when it ends before. */
  read(length: number): Promise<Uint8Array>
  /** Stops reading; what came too much goes back into the socket. */
  release(): void
}

export function createByteReader(socket: Socket): ByteReader {
  let kept = Buffer.alloc(0)
  let failure: Error | undefined
  let wanted:
    | { length: number; resolve(bytes: Uint8Array): void; reject(error: Error): void }
    | undefined

  const serve = (): void => {
    if (wanted === undefined) return
    if (kept.byteLength >= wanted.length) {
      const { length, resolve } = wanted
      wanted = undefined
      const bytes = kept.subarray(0, length)
      kept = kept.subarray(length)
      resolve(bytes)
    } else if (failure !== undefined) {
      const { reject } = wanted
      wanted = undefined
      reject(failure)
    }
  }
  const onData = (chunk: Buffer): void => {
    kept = Buffer.concat([kept, chunk])
    serve()
  }
  const onError = (error: Error): void => {
    failure ??= error
    serve()
  }
  const onClose = (): void => onError(new Error('The socket was closed.'))
  socket.on('data', onData).on('error', onError).on('end', onClose).on('close', onClose)

  return {
    read: (length) =>
      new Promise((resolve, reject) => {
        wanted = { length, resolve, reject }
        serve()
      }),
    release() {
      socket.pause()
      socket.off('data', onData).off('error', onError).off('end', onClose).off('close', onClose)
      if (kept.byteLength > 0) socket.unshift(kept)
    },
  }
}
