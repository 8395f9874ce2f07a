import type { GatewayModel } from '#contract/gateway-shapes'

/**
 * The name that set-ups are written for until one is chosen: an alias first, since it was made for
 * this, then a model of one's own endpoint, then any that leads somewhere.
 *
 * @param chosen kept while it is served
 */
export function chooseSetupModel(
  models: readonly GatewayModel[],
  chosen: string | undefined,
): string | undefined {
  if (models.some((model) => model.name === chosen)) return chosen
  const working = models.filter((model) => model.result.ok)
  const isOwn = (model: GatewayModel) =>
    model.result.ok && !model.result.route.endpointId.startsWith('official:')
  const found = working.find((model) => model.kind === 'alias') ?? working.find(isOwn) ?? working[0]
  return found?.name
}
