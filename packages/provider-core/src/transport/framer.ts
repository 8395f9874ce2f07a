/** @file What cuts the bytes of a streamed answer into frames, without waiting: whoever reads the bytes calls it. */
import type { StreamFrame } from '../dialects/dialect.ts'
import type { ProviderError } from '../errors/provider-error.ts'

export interface Framer {
  /** The frames that `chunk` completes; where something is wrong with it, those before that. Never throws. */
  push(chunk: Uint8Array): StreamFrame[]
  /** The body has ended: frames that needed no more than that. Never throws. */
  end(): StreamFrame[]
  /** Why there are no more frames, once `push` or `end` met it. */
  readonly failure: ProviderError | undefined
}

/** The frames of `body`, as the reader pulls them. Throws the framer's failure behind the frames before it. */
export async function* readFrames(
  body: AsyncIterable<Uint8Array>,
  framer: Framer,
): AsyncGenerator<StreamFrame> {
  for await (const chunk of body) {
    yield* framer.push(chunk)
    if (framer.failure !== undefined) throw framer.failure
  }
  yield* framer.end()
  if (framer.failure !== undefined) throw framer.failure
}
