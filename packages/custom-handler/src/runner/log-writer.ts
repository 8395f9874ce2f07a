const maxLine = 4_000

export interface LogWriterOptions {
  readonly linesPerSecond: number
  readonly send: (line: string) => void
}

/** Cuts what is written into lines and sends so many a second; how many were left out is said once it is quiet. */
export function createLogWriter({
  linesPerSecond,
  send,
}: LogWriterOptions): (text: string) => void {
  let rest = ''
  let second = 0
  let sent = 0
  let dropped = 0

  const take = (line: string): void => {
    const at = Math.floor(performance.now() / 1000)
    if (at !== second) {
      second = at
      sent = 0
      if (dropped > 0) send(`(${dropped} lines left out)`)
      dropped = 0
    }
    sent += 1
    if (sent > linesPerSecond) dropped += 1
    else send(line.length > maxLine ? `${line.slice(0, maxLine)} …` : line)
  }

  return (text) => {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(0, maxLine)
    for (const line of lines) if (line !== '') take(line)
  }
}
