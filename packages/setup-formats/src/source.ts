/** @file A value of a parsed file together with its place in it. */
import type { Path } from './leaf-paths.ts'
import type { Report } from './report.ts'

export interface Source {
  readonly value: unknown
  readonly path: Path
}

/** What is in an object, by key; nothing for anything else. */
export function fieldsOf({ value, path }: Source): Map<string, Source> {
  if (!isRecord(value)) return new Map()
  return new Map(
    Object.entries(value).map(([key, inner]) => [key, { value: inner, path: [...path, key] }]),
  )
}

/** What is in a list; nothing for anything else. */
export function itemsOf({ value, path }: Source): Source[] {
  return Array.isArray(value)
    ? value.map((inner: unknown, index) => ({ value: inner, path: [...path, index] }))
    : []
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Text, or a number or boolean as text; `undefined` for anything else, and for nothing but space. */
export function textOf(source: Source | undefined): string | undefined {
  const value = source?.value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** What is left of a list or an object after each of its settings was told: an empty one says nothing, any other value stands where it cannot be read. */
export function tellRest(report: Report, { value, path }: Source, into?: string): void {
  if (typeof value === 'object') report.exact(path, into)
  else report.unknown(path)
}
