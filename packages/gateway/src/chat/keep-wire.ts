/** @file What is kept of a request's way to its upstream, for as long as the host has room for it. */
import type { CallOptions } from '@patchbay/provider-core'
import type { Trace } from '../trace.ts'

/** Options of a call whose request and reply are noted in the trace; none where they are not kept. */
export function keepWire(trace: Trace): Pick<CallOptions, 'onWire' | 'keepsWire'> {
  if (!trace.keepsBodies) return none
  return {
    onWire: (record) => {
      if (trace.keepsBodies) trace.wire = record
    },
    keepsWire: () => trace.keepsBodies,
  }
}

const none: Pick<CallOptions, 'onWire' | 'keepsWire'> = {}
