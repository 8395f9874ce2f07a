/** @file Which models an endpoint has, which it lists, and what a choice among them adds and removes. */

export interface ModelChoiceRow {
  readonly id: string
  /** `new`: listed and not kept yet. `gone`: kept and not listed. */
  readonly state: 'new' | 'kept' | 'gone'
}

/** Kept and listed models as one list: new ones first, then kept ones, then those that are gone. */
export function compareModels(
  kept: readonly string[],
  listed: readonly string[],
): ModelChoiceRow[] {
  const has = new Set(kept)
  const lists = new Set(listed)
  return [
    ...[...lists].filter((id) => !has.has(id)).map((id) => ({ id, state: 'new' as const })),
    ...kept.filter((id) => lists.has(id)).map((id) => ({ id, state: 'kept' as const })),
    ...kept.filter((id) => !lists.has(id)).map((id) => ({ id, state: 'gone' as const })),
  ]
}

/** "2 added, 1 removed", of what a choice would change. */
export function wordModelChange(kept: readonly string[], chosen: ReadonlySet<string>): string {
  const before = new Set(kept)
  const added = [...chosen].filter((id) => !before.has(id)).length
  const removed = kept.filter((id) => !chosen.has(id)).length
  return `${added} added, ${removed} removed`
}
