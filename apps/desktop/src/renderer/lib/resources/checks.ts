/** @file Running checks by key, so that a check goes on while its screen is left and can be stopped anywhere. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { create } from 'zustand'
import type { EndpointDraftInput } from '@patchbay/provider-core/model'
import { applyCheckEvent, beganCheck, endCheck, type CheckRun } from '../check-run.ts'
import { readErrorInfo } from '../error-words.ts'
import { useHost } from '../host.tsx'

interface Kept {
  readonly run: CheckRun
  readonly stop: AbortController
}

const useKept = create<{ readonly byKey: Readonly<Record<string, Kept>> }>(() => ({ byKey: {} }))

function keep(key: string, kept: Kept): void {
  useKept.setState(({ byKey }) => ({ byKey: { ...byKey, [key]: kept } }))
}

/** Key of the check of a saved endpoint. */
export function savedCheckKey(endpointId: string): string {
  return `saved:${endpointId}`
}

/** The check under a key, if one was begun in this window. */
export function useCheckRun(key: string): CheckRun | undefined {
  return useKept((state) => state.byKey[key]?.run)
}

export interface CheckActions {
  /** Begins anew under the key: an earlier run is stopped and its results go. */
  start: (key: string, input: { id?: string | undefined; draft?: EndpointDraftInput }) => void
  stop: (key: string) => void
  /** Goes on under another key, such as once a new endpoint has an id. */
  move: (from: string, to: string) => void
}

/** Starts, stops and forgets checks. */
export function useCheckActions(): CheckActions {
  const { client, calls } = useHost()
  const queries = useQueryClient()

  const stop = useCallback((key: string) => {
    const kept = useKept.getState().byKey[key]
    if (!kept) return
    kept.stop.abort()
    keep(key, { ...kept, run: endCheck(kept.run) })
  }, [])

  const start = useCallback<CheckActions['start']>(
    (key, input) => {
      useKept.getState().byKey[key]?.stop.abort()
      const controller = new AbortController()
      keep(key, { run: beganCheck, stop: controller })
      const fold = (change: (run: CheckRun) => CheckRun) => {
        const entries = Object.entries(useKept.getState().byKey)
        const [now, kept] = entries.find(([, one]) => one.stop === controller) ?? []
        if (now !== undefined && kept) keep(now, { ...kept, run: change(kept.run) })
      }
      const listen = async () => {
        try {
          const events = await client.endpoints.check(input, { signal: controller.signal })
          for await (const event of events) fold((run) => applyCheckEvent(run, event))
          fold((run) => endCheck(run, readErrorInfo(undefined)))
        } catch (error) {
          fold((run) => endCheck(run, controller.signal.aborted ? undefined : readErrorInfo(error)))
        }
        if (!input.draft) await queries.invalidateQueries({ queryKey: calls.endpoints.key() })
      }
      void listen()
    },
    [client, calls, queries],
  )

  return useMemo(() => ({ start, stop, move: moveRun }), [start, stop])
}

function moveRun(from: string, to: string): void {
  useKept.setState(({ byKey }) => {
    const { [from]: moved, ...rest } = byKey
    return { byKey: moved ? { ...rest, [to]: moved } : rest }
  })
}
