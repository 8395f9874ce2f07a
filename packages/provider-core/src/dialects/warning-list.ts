/** @file Collects the warnings of one request while it is encoded. */
import type { Warning } from '../model/chat-event.ts'

/** Adds a warning; the same code with the same words counts once. */
export type Warn = (code: string, message: string) => void

export interface WarningList {
  readonly warn: Warn
  /** Adds ready-made ones. */
  add(...warnings: readonly (Warning | undefined)[]): void
  readonly warnings: readonly Warning[]
}

/** Makes an empty list. */
export function createWarningList(): WarningList {
  const warnings: Warning[] = []
  const warn: Warn = (code, message) => {
    if (warnings.some((known) => known.code === code && known.message === message)) return
    warnings.push({ code, message })
  }
  return {
    warn,
    add(...more) {
      for (const warning of more) if (warning !== undefined) warn(warning.code, warning.message)
    },
    warnings,
  }
}
