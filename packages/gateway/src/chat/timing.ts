/** @file How long a streamed answer may be silent before its client hears something. */

export interface Timing {
  /** Headers are held back for so long, that a failure still gets its status and a fallback its chance. */
  readonly holdMs: number
  /** A keep-alive is sent when nothing was for so long. */
  readonly pingMs: number
}

/** Milliseconds. Proxies and clients cut at 30 s of silence and more. */
export const usualTiming: Timing = { holdMs: 15_000, pingMs: 10_000 }

/** The value, or `undefined` when it takes longer than `ms`; then `promise` goes on. */
export async function within<Value>(
  promise: Promise<Value>,
  ms: number,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
