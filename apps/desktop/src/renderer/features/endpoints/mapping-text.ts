/** @file The mapping as text and as rows. The text is what counts; rows are read from it and written back to it. */
import { parseMapping, type ModelMapping } from '@patchbay/provider-core/model'
import { formatJson } from './form-values.ts'

export interface MappingRow {
  name: string
  value: string
}

/** The rows of a text, or undefined while the text is not a mapping. */
export function rowsOf(text: string): MappingRow[] | undefined {
  const parsed = parseMapping(text)
  if (!parsed.ok) return undefined
  return Object.entries(parsed.mapping).map(([name, value]) => ({ name, value }))
}

/** The text of rows. Rows without a name have no place in it; of two with one name the later counts. */
export function textOf(rows: readonly MappingRow[]): string {
  return formatJson(
    Object.fromEntries(rows.filter(hasName).map(({ name, value }) => [name.trim(), value.trim()])),
  )
}

export interface RowFault {
  name?: string | undefined
  value?: string | undefined
}

/**
 * What is wrong in each row, by index.
 *
 * @param judged false while a row may still be half filled
 */
export function findRowFaults(
  rows: readonly MappingRow[],
  judged: boolean,
): (RowFault | undefined)[] {
  return rows.map((row, index) => {
    const name = row.name.trim()
    const value = row.value.trim()
    if (name === '' && value === '') return undefined
    if (name === '') return { name: 'Name the model id to map.' }
    const again = rows.findIndex((other) => other.name.trim() === name) < index
    if (again) return { name: `${name} is mapped above already.` }
    return value === '' && judged ? { value: 'Name the id that the endpoint expects.' } : undefined
  })
}

/** Adds entries to a text. Undefined while the text is not a mapping, so that nothing typed is lost. */
export function addToMapping(text: string, entries: ModelMapping): string | undefined {
  const parsed = parseMapping(text)
  return parsed.ok ? formatJson({ ...parsed.mapping, ...entries }) : undefined
}

function hasName(row: MappingRow): boolean {
  return row.name.trim() !== ''
}
