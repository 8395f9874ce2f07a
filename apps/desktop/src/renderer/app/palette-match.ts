import type { ReactNode } from 'react'

export interface PaletteEntry {
  readonly id: string
  readonly group: string
  readonly label: string
  /** Grey words at the end, found by search too. */
  readonly detail?: string | undefined
  /** Further words that search finds. */
  readonly keywords?: string | undefined
  readonly icon: ReactNode
  readonly mono?: boolean | undefined
  readonly run: () => void
}

export interface PaletteGroup {
  readonly name: string
  readonly entries: readonly PaletteEntry[]
}

/**
 * The entries that hold every word, in groups as they first come; what begins with the words leads.
 *
 * @param limit how many a group shows
 */
export function matchEntries(
  entries: readonly PaletteEntry[],
  query: string,
  limit: number,
): PaletteGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const first = words[0] ?? ''
  const groups = new Map<string, PaletteEntry[]>()
  for (const entry of entries) {
    const text =
      `${entry.label} ${entry.detail ?? ''} ${entry.group} ${entry.keywords ?? ''}`.toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    const group = groups.get(entry.group)
    if (group) group.push(entry)
    else groups.set(entry.group, [entry])
  }
  return [...groups].map(([name, found]) => {
    const leads = (entry: PaletteEntry) => entry.label.toLowerCase().startsWith(first)
    const ordered =
      first === '' ? found : [...found.filter(leads), ...found.filter((one) => !leads(one))]
    return { name, entries: ordered.slice(0, limit) }
  })
}
