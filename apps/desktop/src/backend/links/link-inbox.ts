/**
 * @file Links to add a custom provider. What is opened outside of a window is held here, in memory only, until
 * a window takes it: a link may carry a key, so it reaches no log, no error and no file.
 */
import { formatAddLink, parseAddLink, type FormattedAddLink } from '@patchbay/setup-formats'
import type { ReadLink } from '#contract/links-contract'
import type { EndpointService } from '../endpoints/endpoint-service.ts'

export interface LinkInbox {
  /** A link that the system, or a command, hands over. */
  offer(link: string): void
  /** What was offered, as it comes, until `signal` aborts. */
  watch(signal: AbortSignal): AsyncGenerator<ReadLink, void, void>
  read(link: string): ReadLink
  /** Throws `ProviderError('unknown-endpoint')`. */
  format(id: string): Promise<FormattedAddLink>
}

/** More than a person opens; whatever floods the app with links loses its oldest. */
const maxHeld = 5

export function createLinkInbox(endpoints: Pick<EndpointService, 'get'>): LinkInbox {
  const held: ReadLink[] = []
  const wakes = new Set<() => void>()

  return {
    offer(link) {
      held.push(readLink(link))
      held.splice(0, Math.max(0, held.length - maxHeld))
      for (const wake of wakes) wake()
    },
    async *watch(signal) {
      while (!signal.aborted) {
        const next = held.shift()
        if (next !== undefined) {
          yield next
          continue
        }
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            wakes.delete(wake)
            signal.removeEventListener('abort', wake)
            resolve()
          }
          wakes.add(wake)
          signal.addEventListener('abort', wake)
        })
      }
    },
    read: readLink,
    format: async (id) => formatAddLink(await endpoints.get(id)),
  }
}

function readLink(link: string): ReadLink {
  const read = parseAddLink(link)
  return read.ok ? { ...read, notes: [...read.notes] } : read
}
