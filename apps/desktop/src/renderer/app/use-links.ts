import type { ReadLink } from '#contract/links-contract'
import { openLinkBox } from '../lib/link-box.ts'
import { proposeDraft } from '../lib/proposed-draft.ts'
import { useOpenedLinks } from '../lib/resources/links.ts'
import { navigate } from './location.ts'
import { linkTo } from './routes.ts'

/** Opens the form for links that come from outside, or says why one cannot be used. */
export function useLinks(): void {
  useOpenedLinks((link) => {
    if (link.ok) openLinkForm(link)
    else openLinkBox(link.message)
  })
}

/** The form, filled with what the link says and not saved. */
export function openLinkForm({ draft, notes, source }: ReadLink & { ok: true }): void {
  const bringsKey = Object.values(draft.secrets).some((change) => change?.state === 'set')
  const proposal = {
    draft,
    title: 'From a link.',
    source:
      'Patchbay cannot tell who made it. Look at what it filled, the address first: nothing is saved or sent until you do it.',
    evidence: source,
    notes: [...(bringsKey ? ['A key came with it and stands below.'] : []), ...notes],
  }
  navigate(linkTo.endpointNewFrom(proposeDraft(proposal)))
}
