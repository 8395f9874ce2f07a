import type { ModelAddress, ProviderSummary } from '@patchbay/provider-core/model'
import type { ModelRow } from '#contract/shapes'

/**
 * The model that a first chat is offered: one that has a route and something behind it, a mapped one
 * first, since its id was chosen for where it goes. Undefined when nothing but models that draw is set up.
 *
 * @param rows all models
 * @param providers to see which official APIs have a key
 */
export function chooseTarget(
  rows: readonly ModelRow[],
  providers: readonly ProviderSummary[],
): ModelAddress | undefined {
  const keyed = new Set(providers.filter((one) => one.savedKey).map((one) => one.id))
  const routed = rows.filter((row) => row.result.ok && !row.draws)
  const healthy = routed.filter((row) => row.lastCheckFailed === undefined && !row.notListed)
  const isCustom = (row: ModelRow) => row.providerId !== undefined && row.mode === 'custom-endpoint'
  const isOwn = (row: ModelRow) => row.providerId === undefined
  const isKeyed = (row: ModelRow) => row.providerId !== undefined && keyed.has(row.providerId)
  const isMapped = (row: ModelRow) => isCustom(row) && row.result.ok && row.result.route.mapped
  const found =
    healthy.find(isMapped) ??
    healthy.find(isCustom) ??
    healthy.find(isOwn) ??
    healthy.find(isKeyed) ??
    routed.find((row) => isCustom(row) || isOwn(row))
  return found?.address
}
