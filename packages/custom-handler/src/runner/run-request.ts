/** @file One request inside the process: calls the method, and sends what comes as fast as the app takes it. */
import { describeError } from './describe-error.ts'
import { pickMethod, type Methods } from './find-methods.ts'
import type { RequestMessage, RunnerMessage } from './protocol.ts'

export interface RequestContext {
  readonly methods: Methods
  readonly folder: string
  readonly maxChunkBytes: number
  readonly maxReplyBytes: number
  readonly send: (message: RunnerMessage) => void
  readonly sendText: (text: string) => void
  readonly log: (...values: unknown[]) => void
}

export interface RunningRequest {
  /** The app takes so many parts more. */
  credit(count: number): void
  abort(): void
  /** Ends it with an error, whatever the method still does. */
  fail(thrown: unknown): void
}

/** @param onSettled the last word was said, and the method has returned */
export function runRequest(
  request: RequestMessage,
  context: RequestContext,
  onSettled: () => void,
): { readonly running: RunningRequest; readonly start: () => void } {
  const { id } = request
  const abort = new AbortController()
  let credit = 0
  let wake: (() => void) | undefined
  let said = false

  const say = (message: RunnerMessage, limit: number): void => {
    if (said) return
    const text = JSON.stringify(message)
    if (Buffer.byteLength(text) > limit)
      throw new Error(`The handler's ${message.type} is larger than ${limit} bytes.`)
    said = message.type !== 'chunk'
    context.sendText(text)
  }
  const fail = (thrown: unknown): void => {
    if (said) return
    said = true
    context.send({ type: 'error', id, ...describeError(thrown, context.folder) })
  }
  const stop = (): void => {
    abort.abort(new DOMException('Nobody waits for this answer any more.', 'AbortError'))
    wake?.()
  }
  const waitForCredit = async (): Promise<void> => {
    if (credit === 0 && !abort.signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    credit -= 1
  }

  const sendParts = async (result: unknown): Promise<void> => {
    const iterator = openIterator(await result)
    try {
      for (;;) {
        await waitForCredit()
        if (abort.signal.aborted || said) break
        const { done, value } = await iterator.next()
        if (done === true) break
        say({ type: 'chunk', id, value: value ?? null }, context.maxChunkBytes)
      }
    } finally {
      await iterator.return?.()
    }
    say({ type: 'end', id }, context.maxChunkBytes)
  }

  const run = async (): Promise<void> => {
    const picked = pickMethod(context.methods, request.operation, request.stream)
    if (picked === undefined)
      throw Object.assign(new Error('Not implemented yet!'), { status: 500, stack: undefined })
    const call = {
      ...request.call,
      signal: abort.signal,
      log: context.log,
      print_verbose: context.log,
    }
    const result = picked.method(call)
    if (picked.streams) return sendParts(result)
    say({ type: 'value', id, value: (await result) ?? null }, context.maxReplyBytes)
  }

  return {
    running: {
      credit: (count) => {
        credit += count
        wake?.()
      },
      abort: stop,
      fail: (thrown) => {
        fail(thrown)
        stop()
      },
    },
    start: () => {
      run().catch(fail).finally(onSettled)
    },
  }
}

interface Parts {
  next(): PromiseLike<IteratorResult<unknown>> | IteratorResult<unknown>
  return?(): unknown
}

function openIterator(value: unknown): Parts {
  if (typeof value === 'object' && value !== null) {
    const source = value as Partial<AsyncIterable<unknown> & Iterable<unknown>>
    const open = source[Symbol.asyncIterator] ?? source[Symbol.iterator]
    if (open !== undefined) return Reflect.apply(open, value, []) as Parts
  }
  throw new Error(
    'streaming has to return something to iterate over, such as what an async generator returns.',
  )
}
