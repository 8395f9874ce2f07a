/** @file A setting with its place in the file, and what is told of it until the endpoint that it goes into is known. */
import type { Path } from '../leaf-paths.ts'
import type { Outcome } from '../plan.ts'
import type { Report } from '../report.ts'

export interface Place {
  readonly report: Report
  readonly path: Path
}

export interface Setting extends Place {
  readonly value: unknown
}

/** What is below a setting. Nothing, where it is neither a list nor an object. */
export function settingsBelow({ value, path, report }: Setting): Map<string, Setting> {
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(
    Object.entries(value).map(([key, inner]) => {
      const step = Array.isArray(value) ? Number(key) : key
      return [key, { value: inner, path: [...path, step], report }]
    }),
  )
}

/** The items of a list; none for what is no list. */
export function listBelow(setting: Setting | undefined): Setting[] {
  return setting !== undefined && Array.isArray(setting.value)
    ? [...settingsBelow(setting).values()]
    : []
}

/** True for what LiteLLM takes as not there. */
export function isUnset(setting: Setting | undefined): setting is undefined {
  return setting === undefined || setting.value === null || setting.value === ''
}

/** Says of a place what became of it. */
export interface Notes {
  exact(place: Place): void
  approximate(place: Place, message: string): void
  byHand(place: Place, message: string): void
  unsupported(place: Place, message: string): void
}

export interface KeptNotes extends Notes {
  /** Tells the report, once it is known where everything went. */
  tell(into: string | undefined): void
}

/** Notes that are told later, once it is known where the setting went. */
export function keepNotes(): KeptNotes {
  const kept: { place: Place; outcome: Outcome; message: string }[] = []
  const keep =
    (outcome: Outcome) =>
    (place: Place, message = ''): void => {
      kept.push({ place, outcome, message })
    }
  return {
    exact: keep('exact'),
    approximate: keep('approximate'),
    byHand: keep('by-hand'),
    unsupported: keep('unsupported'),
    tell(into) {
      for (const { place, outcome, message } of kept) tellOne(place, outcome, message, into)
    },
  }
}

/** Tells the report at once. */
export function tellOne(
  { report, path }: Place,
  outcome: Outcome,
  message: string,
  into?: string,
): void {
  if (outcome === 'exact') report.exact(path, into)
  else if (outcome === 'approximate') report.approximate(path, message, into)
  else if (outcome === 'by-hand') report.byHand(path, message, into)
  else report.unsupported(path, message, into)
}
