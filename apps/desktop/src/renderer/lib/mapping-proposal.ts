/** @file A mapping that another screen proposes for a custom provider: its form opens with it, unsaved. */
import type { ModelMapping } from '@patchbay/provider-core/model'

let proposal: { readonly endpointId: string; readonly entries: ModelMapping } | undefined

/** Proposes entries for the form of an endpoint that is opened next. */
export function proposeMapping(endpointId: string, entries: ModelMapping): void {
  proposal = { endpointId, entries }
}

/** The entries proposed for an endpoint, once; one for another endpoint is out of date and goes. */
export function takeProposedMapping(endpointId: string | undefined): ModelMapping | undefined {
  const taken = proposal
  proposal = undefined
  return taken !== undefined && taken.endpointId === endpointId ? taken.entries : undefined
}
