import type { Redactor } from '@patchbay/provider-core'
import type { HandlerLogLine } from './handler-host-options.ts'

const maxLine = 4_000

/** The last lines of every endpoint's handler. */
export interface LogBook {
  write(endpointId: string, source: HandlerLogLine['source'], text: string): void
  /** Masks these secrets in what is written from now on. */
  setRedactor(endpointId: string, redactor: Redactor): void
  read(endpointId: string): readonly HandlerLogLine[]
}

export function createLogBook(options: {
  readonly lines: number
  readonly linesPerSecond: number
  readonly now: () => Date
}): LogBook {
  interface Page {
    lines: HandlerLogLine[]
    redactor: Redactor | undefined
    second: number
    taken: number
  }
  const pages = new Map<string, Page>()
  const pageOf = (id: string): Page => {
    const page = pages.get(id) ?? { lines: [], redactor: undefined, second: 0, taken: 0 }
    pages.set(id, page)
    return page
  }
  return {
    write: (endpointId, source, text) => {
      const page = pageOf(endpointId)
      const at = options.now()
      const second = Math.floor(at.getTime() / 1000)
      if (page.second !== second) Object.assign(page, { second, taken: 0 })
      for (const line of text.split('\n', options.linesPerSecond)) {
        if (line.trim() === '') continue
        page.taken += 1
        if (source !== 'host' && page.taken > options.linesPerSecond) return
        const shown = page.redactor?.text(line) ?? line
        page.lines.push({ at: at.toISOString(), source, text: shown.slice(0, maxLine) })
      }
      if (page.lines.length > options.lines) page.lines = page.lines.slice(-options.lines)
    },
    setRedactor: (endpointId, redactor) => {
      pageOf(endpointId).redactor = redactor
    },
    read: (endpointId) => pages.get(endpointId)?.lines ?? [],
  }
}
