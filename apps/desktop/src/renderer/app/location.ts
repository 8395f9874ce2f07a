/** @file The hash location, guarded: neither links nor the Back button leave unsaved changes unasked. */
import { useEffect, useSyncExternalStore } from 'react'
import { navigate as navigateHash } from 'wouter/use-hash-location'
import { leave } from '../lib/leave-guard.ts'

type Navigate = typeof navigateHash

const listeners = new Set<() => void>()
let shown: string | undefined

function readHash(): string {
  return `/${location.hash.replace(/^#?\/?/, '')}`
}

function show(path: string): void {
  if (path === shown) return
  shown = path
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function readShown(): string {
  shown ??= readHash()
  return shown
}

function go(path: string, options?: Parameters<Navigate>[1]): void {
  navigateHash(path, options)
  show(readHash())
}

/** Goes to a path, asking first when there is something to lose. */
export const navigate: Navigate = (path, options) => {
  if (path === readShown()) return
  leave(() => go(path, options))
}

/** A location hook for wouter's `Router`. */
export function useGuardedLocation(): [string, Navigate] {
  return [useSyncExternalStore(subscribe, readShown, () => '/'), navigate]
}

/** Links are drawn as `#/…`, so that they can be copied and opened elsewhere. */
useGuardedLocation.hrefs = (href: string): string => `#${href}`

/** Follows Back, Forward and typed addresses; puts the old address back while the person is asked. */
export function useAddressBar(): void {
  useEffect(() => {
    function follow() {
      const wanted = readHash()
      const here = readShown()
      if (wanted === here) return
      const went = leave(() => (readHash() === wanted ? show(wanted) : go(wanted)))
      if (!went) history.pushState(null, '', `#${here}`)
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
}
