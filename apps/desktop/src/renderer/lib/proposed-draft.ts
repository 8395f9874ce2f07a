/**
 * @file A draft that something else filled (a link, a server found on this machine): the form opens with it,
 * unsaved, and says where it came from. Only this window's memory holds it, as it may carry a key.
 */
import type { EndpointDraft } from '@patchbay/provider-core/model'

export interface ProposedDraft {
  readonly draft: EndpointDraft
  /** Where it came from: "From a link." */
  readonly title: string
  /** What that means, in a sentence or two. */
  readonly source: string
  /** The source itself, without any secret. */
  readonly evidence?: string | undefined
  /** What was left out or changed, and what is still to be done. */
  readonly notes: readonly string[]
  /** Field that is still to be filled. */
  readonly focus?: string | undefined
}

let latest: { readonly id: string; readonly proposal: ProposedDraft } | undefined

/** Keeps a draft for the form that is opened next; gives its id. Only the latest is kept. */
export function proposeDraft(proposal: ProposedDraft): string {
  const id = crypto.randomUUID()
  latest = { id, proposal }
  return id
}

export function findProposedDraft(id: string | undefined): ProposedDraft | undefined {
  return latest !== undefined && latest.id === id ? latest.proposal : undefined
}

/** The form that had it is gone: nothing keeps it any longer. */
export function dropProposedDraft(id: string | undefined): void {
  if (latest?.id === id) latest = undefined
}
