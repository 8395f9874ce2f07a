/** @file What a command printed with --json. */

/** Its lines, parsed. */
export function linesOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** The text of a streamed reply. */
export function textOf(stdout: string): string {
  return linesOf(stdout)
    .map(({ type, text }) => (type === 'text-delta' && typeof text === 'string' ? text : ''))
    .join('')
}
