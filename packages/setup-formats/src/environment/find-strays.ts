/** @file Lines of a `.env` file that set nothing. */

const assignment = /^\s*(?:export\s+)?[A-Za-z_]\w*(?:\s*=|:\s)\s*(.*)$/

/**
 * Numbers of the lines (from 1) that are neither a variable, nor part of the quoted value of one, nor a comment.
 *
 * @param lines with commands that set variables as assignments
 */
export function findStrays(lines: readonly string[]): number[] {
  const strays: number[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (/^\s*(?:#|$)/.test(line)) continue
    const value = assignment.exec(line)?.[1]
    if (value === undefined) strays.push(index + 1)
    else index += linesOfValue(value, lines, index)
  }
  return strays
}

/** How many further lines a quoted value goes on for; none where its quote is never closed. */
function linesOfValue(value: string, lines: readonly string[], from: number): number {
  const [mark = ''] = /^["'`]/.exec(value) ?? []
  if (mark === '' || value.indexOf(mark, 1) !== -1) return 0
  const end = lines.findIndex((line, index) => index > from && line.includes(mark))
  return end === -1 ? 0 : end - from
}
