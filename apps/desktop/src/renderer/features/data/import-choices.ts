/** @file What of a preview is taken: everything, until it is unticked. Pure, so that it can be tested. */
import type { DuplicateChoice, ImportChoices, ImportPreview } from '#contract/data-shapes'
import { wordCount } from '../../lib/time-words.ts'

export type Preview = ImportPreview & { ok: true }
export type Part = 'endpoints' | 'aliases' | 'modes' | 'officialKeys'

export interface Ticks {
  /** Unticked, as `part:name`. */
  readonly left: ReadonlySet<string>
  /** For all duplicates that have no choice of their own. */
  readonly duplicates: DuplicateChoice
  /** By key of an endpoint. */
  readonly own: Readonly<Record<string, DuplicateChoice>>
  readonly resolveReferences: boolean
}

/** Saved keys are replaced, and modes that were set here changed, by nobody's default. */
export function createTicks(preview: Preview): Ticks {
  return {
    left: new Set(
      preview.officialKeys
        .filter(({ saved }) => saved)
        .map(({ providerId }) => tickOf('officialKeys', providerId)),
    ),
    duplicates: 'skip',
    own: {},
    resolveReferences: false,
  }
}

export function tickOf(part: Part, name: string): string {
  return `${part}:${name}`
}

export function isTicked(ticks: Ticks, part: Part, name: string): boolean {
  return !ticks.left.has(tickOf(part, name))
}

export function withTicks(
  ticks: Ticks,
  part: Part,
  names: readonly string[],
  ticked: boolean,
): Ticks {
  const left = new Set(ticks.left)
  for (const name of names) {
    if (ticked) left.delete(tickOf(part, name))
    else left.add(tickOf(part, name))
  }
  return { ...ticks, left }
}

/** What is done with an endpoint that is here already; one that cannot be merged gets a name of its own. */
export function duplicateChoiceOf(
  ticks: Ticks,
  endpoint: Preview['endpoints'][number],
): DuplicateChoice {
  const choice = ticks.own[endpoint.key] ?? ticks.duplicates
  return choice === 'merge' && endpoint.duplicate?.mergeable === false ? 'rename' : choice
}

export function toChoices(preview: Preview, ticks: Ticks): ImportChoices {
  const { endpoints, aliases, modes, officialKeys } = preview
  return {
    endpoints: endpoints
      .filter(({ key }) => isTicked(ticks, 'endpoints', key))
      .map((endpoint) => ({ key: endpoint.key, duplicate: duplicateChoiceOf(ticks, endpoint) })),
    aliases: aliases
      .filter(({ name }) => isTicked(ticks, 'aliases', name))
      .map(({ name }) => ({ name, duplicate: ticks.duplicates })),
    modes: modes
      .filter(({ providerId, stays }) => !stays && isTicked(ticks, 'modes', providerId))
      .map(({ providerId }) => providerId),
    officialKeys: officialKeys
      .filter(
        ({ providerId, variable }) =>
          isTicked(ticks, 'officialKeys', providerId) &&
          (variable === undefined || ticks.resolveReferences),
      )
      .map(({ providerId }) => providerId),
    resolveReferences: ticks.resolveReferences,
  }
}

/** What the button will save, such as "2 providers, 1 alias"; empty for nothing. */
export function wordChoices(preview: Preview, choices: ImportChoices): string {
  const duplicates = new Set(
    preview.endpoints.filter((endpoint) => endpoint.duplicate).map(({ key }) => key),
  )
  const taken = new Set(preview.aliases.filter((alias) => alias.taken).map(({ name }) => name))
  const endpoints = choices.endpoints.filter(
    ({ key, duplicate }) => duplicate !== 'skip' || !duplicates.has(key),
  )
  const aliases = choices.aliases.filter(
    ({ name, duplicate }) => duplicate !== 'skip' || !taken.has(name),
  )
  return [
    endpoints.length === 0 ? [] : wordCount(endpoints.length, 'provider'),
    aliases.length === 0 ? [] : wordCount(aliases.length, 'alias', 'aliases'),
    choices.modes.length === 0 ? [] : wordCount(choices.modes.length, 'mode'),
    choices.officialKeys.length === 0 ? [] : wordCount(choices.officialKeys.length, 'official key'),
  ]
    .flat()
    .join(', ')
}
