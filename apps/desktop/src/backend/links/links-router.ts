/** @file The links' part of the contract. */
import type { implementContract } from '../rpc.ts'
import { failingAsRpc, never } from '../rpc.ts'
import type { LinkInbox } from './link-inbox.ts'

type Implementer = ReturnType<typeof implementContract>['links']

export function createLinksRouter(os: Implementer, links: LinkInbox) {
  return {
    opened: os.opened.handler(({ signal }) => failingAsRpc(links.watch(signal ?? never))),
    read: os.read.handler(({ input }) => links.read(input.link)),
    format: os.format.handler(async ({ input }) => {
      const formatted = await links.format(input.id)
      return formatted.ok ? { ...formatted, leftOut: [...formatted.leftOut] } : formatted
    }),
  }
}
