/** @file Links that fill the form of a custom provider. */
import { useMutation } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { ReadLink } from '#contract/links-contract'
import { useHost } from '../host.tsx'

/** Reads a pasted link; one that cannot be read comes back as a value. Nothing is saved. */
export function useReadLink() {
  return useMutation(useHost().calls.links.read.mutationOptions())
}

/** A custom provider as a link, without its secrets. */
export function useFormatLink() {
  return useMutation(useHost().calls.links.format.mutationOptions())
}

/** Calls back with every link that is opened outside of this window and given to it. */
export function useOpenedLinks(onLink: (link: ReadLink) => void): void {
  const { client } = useHost()
  const take = useEffectEvent(onLink)
  useEffect(() => {
    const stop = new AbortController()
    async function listen() {
      try {
        for await (const link of await client.links.opened(undefined, { signal: stop.signal })) {
          take(link)
        }
      } catch {
        // The connection went; the banner of the frame says so.
      }
    }
    void listen()
    return () => stop.abort()
  }, [client])
}
