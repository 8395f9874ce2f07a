/** @file One of several weighted targets. */

/**
 * Picks by weight; weight 0 is picked only where all have it.
 *
 * @param random From 0 up to 1.
 */
export function pickTarget<Target extends { readonly weight: number }>(
  targets: readonly Target[],
  random: () => number,
): Target | undefined {
  const [only] = targets
  if (targets.length < 2) return only
  const total = targets.reduce((sum, { weight }) => sum + weight, 0)
  if (total <= 0)
    return targets[Math.min(Math.floor(random() * targets.length), targets.length - 1)]
  let left = random() * total
  for (const target of targets) {
    left -= target.weight
    if (left < 0) return target
  }
  return targets.findLast(({ weight }) => weight > 0)
}
