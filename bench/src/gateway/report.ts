/** @file The tables of the gateway's measurements, and its goals against them. */
import type { HeldStreams } from './many-streams.ts'

export interface CaseResult {
  readonly name: string
  readonly contender: string
  readonly perSecond: number
  /** Milliseconds to the end of the answer. */
  readonly p50: number
  readonly p99: number
  /** Milliseconds to the first byte of the body. */
  readonly firstByteP50: number
  /** Milliseconds of processor time for each request. */
  readonly cpuMs: number
  readonly residentMb: number
  readonly failed: number
}

export interface HeldResult extends HeldStreams {
  readonly contender: string
  readonly idleMb: number
}

const limit = 'bare undici forwarder'
const passed = 'Patchbay, passed through'
const translated = 'Patchbay, translated'
const portkey = 'Portkey 1.15.2'

/** One table a case; the ratio is to the bare forwarder of the same case. */
export function toTables(
  results: readonly CaseResult[],
  held: readonly HeldResult[],
  notes: readonly string[],
): string {
  const parts: string[] = []
  for (const name of new Set(results.map((result) => result.name))) {
    const rows = results.filter((result) => result.name === name)
    const bare = rows.find((row) => row.contender === limit)?.perSecond ?? NaN
    parts.push(
      table([
        [name, 'req/s', 'ratio', 'p50 ms', 'p99 ms', 'first byte ms', 'cpu ms', 'MB', 'failed'],
        ...rows.map((row) => [
          row.contender,
          row.perSecond.toFixed(0),
          (row.perSecond / bare).toFixed(2),
          row.p50.toFixed(2),
          row.p99.toFixed(2),
          row.firstByteP50.toFixed(2),
          row.cpuMs.toFixed(3),
          row.residentMb.toFixed(0),
          String(row.failed),
        ]),
      ]),
    )
  }
  parts.push(
    table([
      ['streams at once', 'complete', 'seconds', 'peak MB', 'idle MB'],
      ...held.map((row) => [
        row.contender,
        `${row.complete}/${row.streams}`,
        row.seconds.toFixed(2),
        row.peakMb.toFixed(0),
        row.idleMb.toFixed(0),
      ]),
    ]),
  )
  for (const words of notes) parts.push(`note: ${words}`)
  return parts.join('\n\n')
}

/** What we mean to reach, with what was reached in this run. */
export function toGoals(results: readonly CaseResult[], held: readonly HeldResult[]): string {
  const lines: string[] = []
  const judge = (words: string, value: number, met: boolean): void => {
    const outcome = Number.isNaN(value) ? 'not measured' : met ? 'met' : 'MISSED'
    lines.push(`${outcome.padEnd(12)}  ${words}: ${value.toFixed(2)}`)
  }
  const find = (name: string, contender: string): CaseResult | undefined =>
    results.find((result) => result.name === name && result.contender === contender)
  for (const name of new Set(results.map((result) => result.name))) {
    const bare = find(name, limit)
    const through = find(name, passed)
    const other = find(name, translated)
    const peer = find(name, portkey)
    const ratio = (a?: CaseResult, b?: CaseResult): number =>
      (a?.perSecond ?? NaN) / (b?.perSecond ?? NaN)
    const pass = ratio(through, bare)
    judge(`${name}: passed through, share of the bare forwarder (≥ 0.7)`, pass, pass >= 0.7)
    const turn = ratio(other, bare)
    judge(`${name}: translated, share of the bare forwarder (≥ 0.35)`, turn, turn >= 0.35)
    const lead = ratio(through, peer)
    judge(`${name}: passed through, times Portkey (≥ 6)`, lead, lead >= 6)
    if (!name.endsWith(' 1 connections')) continue
    for (const row of [through, other]) {
      if (row === undefined || bare === undefined) continue
      const added = row.p50 - bare.p50
      judge(`${name}: ${row.contender}, added p50 in ms (< 1)`, added, added < 1)
      const first = row.firstByteP50 - bare.firstByteP50
      judge(`${name}: ${row.contender}, added to the first byte in ms (< 1)`, first, first < 1)
    }
  }
  const streams = held.find((row) => row.contender === passed)
  if (streams !== undefined) {
    judge('idle, MB (< 100)', streams.idleMb, streams.idleMb < 100)
    judge('1,000 streams at once, peak MB (< 250)', streams.peakMb, streams.peakMb < 250)
    judge('1,000 streams at once, complete', streams.complete, streams.complete === streams.streams)
  }
  return lines.join('\n')
}

function table(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  const pad = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return cells.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}
