/** @file Links that fill the form of a custom provider (`patchbay://add?…`): the part of the contract. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { endpointDraftSchema } from '@patchbay/provider-core/model'

export const readLinkSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** For the form. A key that the link brought is in it, as if it had been typed; nothing is saved. */
    draft: endpointDraftSchema,
    /** What was left out or changed, a sentence each. */
    notes: z.array(z.string()),
    /** The link with every credential masked. */
    source: z.string(),
  }),
  /** Repeats nothing of the link. */
  z.object({ ok: z.literal(false), message: z.string() }),
])
export type ReadLink = z.infer<typeof readLinkSchema>

export const formattedLinkSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), link: z.string(), leftOut: z.array(z.string()) }),
  z.object({ ok: z.literal(false), message: z.string() }),
])

export const linksContract = {
  /** Links that were opened outside of a window, held until one listens; each goes to one window. */
  opened: oc.output(eventIterator(readLinkSchema)),
  /** Reads a link that was pasted. */
  read: oc.input(z.object({ link: z.string().max(100_000) })).output(readLinkSchema),
  /** A custom provider as a link, without any secret. */
  format: oc.input(z.object({ id: z.string() })).output(formattedLinkSchema),
}
