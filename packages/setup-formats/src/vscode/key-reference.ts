/** @file Keys in VS Code's file: mostly names of what its own store keeps. */
import { byHand, putSecret, tell, type EndpointDraft, type ReadText } from '../endpoint-draft.ts'
import type { Report } from '../report.ts'
import { textOf, type Source } from '../source.ts'

/** `${env:NAME}` is a variable; `${input:…}` and `${command:…}` only VS Code can fill in. */
export function readReference(text: string): ReadText {
  const variable = /^\$\{env:([A-Za-z_]\w*)\}$/.exec(text.trim())?.[1]
  if (variable !== undefined) return { kind: 'variable', variable }
  return text.includes('${') ? { kind: 'mixed' } : { kind: 'text', text }
}

/** @param into key of the endpoint, where it goes into one */
export function giveKey(
  setting: Source,
  draft: EndpointDraft,
  report: Report,
  into: string | undefined,
): void {
  const text = textOf(setting)
  if (text === undefined) {
    report.exact(setting.path, into)
    return
  }
  const told = putSecret(draft, 'apiKey', readReference(text))
  const kept = readReference(text).kind === 'mixed'
  tell(
    report,
    setting.path,
    kept ? byHand('VS Code keeps this key in its own store. Enter it after the import.') : told,
    into,
  )
}
