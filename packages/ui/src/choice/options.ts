import type { ReactNode } from 'react'
import type { Tone } from '../feedback/tone.ts'

/** One entry of a combobox. */
export interface ChoiceOption {
  value: string
  label: string
  /** Grey words at the end of the row, such as a type or a state. */
  secondary?: string | undefined
  /** The meaning of `secondary`, as colour; its words must say it too. */
  tone?: Tone | undefined
  /** Drawn before the label, and in the closed box. */
  icon?: ReactNode
  /** Options with the same group, one after the other, stand under its heading. */
  group?: string | undefined
  /** Further words that search finds. */
  keywords?: string | undefined
  disabled?: boolean | undefined
}

/** An entry at the foot of the list that does something else than choose. */
export interface ChoiceAction {
  label: ReactNode
  icon?: ReactNode
  /** A badge or the like at the end of the row. */
  end?: ReactNode
  onSelect: () => void
}

/** How many rows are drawn; search narrows down the rest. */
export const SHOWN_LIMIT = 200

/**
 * The options that hold every word of a query, in their own order.
 *
 * @param options all of them
 * @param query words, case does not matter; empty matches all
 */
export function matchOptions(options: readonly ChoiceOption[], query: string): ChoiceOption[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...options]
  return options.filter((option) => {
    const text =
      `${option.label} ${option.value} ${option.secondary ?? ''} ${option.group ?? ''} ${option.keywords ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Options that stand under one heading, with the index of the first in the whole list. */
export interface ChoiceGroup {
  heading: string | undefined
  first: number
  options: ChoiceOption[]
}

/**
 * Cuts a list into runs of the same group.
 *
 * @param options in the order shown
 */
export function groupOptions(options: readonly ChoiceOption[]): ChoiceGroup[] {
  const groups: ChoiceGroup[] = []
  for (const [index, option] of options.entries()) {
    const last = groups.at(-1)
    if (last && last.heading === option.group) last.options.push(option)
    else groups.push({ heading: option.group, first: index, options: [option] })
  }
  return groups
}
