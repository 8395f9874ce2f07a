/** @file How commands speak: text for people, one JSON value a line with --json, errors on standard error. */
import { ProviderError, toErrorInfo } from '@patchbay/provider-core'
import type { ErrorInfo } from '@patchbay/provider-core/model'

export interface Output {
  readonly json: boolean
  /** A result: `value` with --json, `text` without. */
  result(value: unknown, text: string): void
  /** A piece of text without a line break (streamed replies); nothing with --json. */
  write(text: string): void
  /** Ends the line that such pieces have begun, if they have. */
  endLine(): void
  /** For people only, on standard error, also with --json. */
  note(text: string): void
}

export function createOutput(
  json: boolean,
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
): Output {
  let isMidLine = false
  const write = (text: string): void => {
    if (json || text === '') return
    out.write(text)
    isMidLine = !text.endsWith('\n')
  }
  return {
    json,
    result(value, text) {
      if (json) out.write(`${JSON.stringify(value)}\n`)
      else if (text !== '') out.write(`${withoutControls(text)}\n`)
    },
    write,
    endLine() {
      if (isMidLine) write('\n')
    },
    note(text) {
      err.write(`${withoutControls(text)}\n`)
    },
  }
}

/** Names and ids may come from somebody else's file or server; a terminal would obey what is in them. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
}

/** A command that failed and has said so already. */
export class CommandFailed extends Error {}

export function reportError(error: unknown, output: Output): ErrorInfo {
  const info = toErrorInfo(error)
  output.result({ type: 'error', error: info }, '')
  output.note(`Error: ${info.message}`)
  if (info.code === 'handler-unconfirmed')
    output.note('(patchbay handler confirm NAME shows its files; with --yes it allows them)')
  return info
}

/** A command line that is not understood, told as any other error. `message` is the parser's. */
export function reportMisuse(message: string, output: Output): void {
  const words = message.replace(/^error: /, '')
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  reportError(new ProviderError({ code: 'invalid-request', message: sentence }), output)
  output.note('(see patchbay --help)')
}

/** Columns as wide as their longest cell. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)))
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
