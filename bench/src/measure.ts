/** @file Figures from samples, and the table in which they are printed. */

interface Figures {
  readonly min: number
  readonly median: number
  readonly max: number
  readonly samples: number
}

function summarize(samples: readonly number[]): Figures {
  const sorted = samples.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] ?? NaN)
      : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
  return { min: sorted[0] ?? NaN, median, max: sorted.at(-1) ?? NaN, samples: sorted.length }
}

export interface Row {
  readonly name: string
  readonly unit: 'ms' | 'µs' | 'kB' | 'MB' | 'MB/s' | 'k/s' | '×'
  readonly samples: readonly number[]
  /** The median should stay at or below this. */
  readonly atMost?: number
  /** The median should reach this. */
  readonly atLeast?: number
}

/** Medians against goals; a peer or limit of the same run has no goal. */
export function toTable(rows: readonly Row[]): string {
  const cells = [
    ['measurement', 'min', 'median', 'max', 'n', 'goal', ''],
    ...rows.map((row) => {
      const { name, unit } = row
      const figures = summarize(row.samples)
      return [
        name,
        format(figures.min, unit),
        format(figures.median, unit),
        format(figures.max, unit),
        String(figures.samples),
        ...judge(row, figures.median),
      ]
    }),
  ]
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function judge({ atMost, atLeast, unit }: Row, median: number): [goal: string, verdict: string] {
  if (atMost !== undefined) return [`≤ ${atMost} ${unit}`, median <= atMost ? 'met' : 'MISSED']
  if (atLeast !== undefined) return [`≥ ${atLeast} ${unit}`, median >= atLeast ? 'met' : 'MISSED']
  return ['', '']
}

function format(value: number, unit: Row['unit']): string {
  return `${value.toFixed(Math.abs(value) < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`
}
