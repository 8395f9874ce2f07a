/** @file Settings that custom endpoints and Azure groups of LibreChat have in common. */
import {
  byHand,
  exact,
  putBaseUrl,
  putExtraBody,
  putHeader,
  putSecret,
  putText,
  tell,
  unsupported,
  type EndpointDraft,
  type ReadText,
} from '../endpoint-draft.ts'
import type { Report } from '../report.ts'
import { fieldsOf, itemsOf, tellRest, textOf, type Source } from '../source.ts'

/** `${NAME}`, as LibreChat takes it from its environment. */
export function readReference(text: string): ReadText {
  const variable = /^\$\{([A-Za-z_]\w*)\}$/.exec(text.trim())?.[1]
  if (variable !== undefined) return { kind: 'variable', variable }
  return /\$\{[^}]*\}/.test(text) ? { kind: 'mixed' } : { kind: 'text', text }
}

export function giveKey(setting: Source, draft: EndpointDraft, report: Report): void {
  const text = textOf(setting)
  if (text === undefined) {
    report.exact(setting.path, draft.key)
    return
  }
  tell(report, setting.path, putSecret(draft, 'apiKey', readReference(text)), draft.key)
}

export function giveBaseUrl(setting: Source, draft: EndpointDraft, report: Report): void {
  const text = textOf(setting)
  if (text === undefined || text.trim() === 'user_provided') {
    report.byHand(
      setting.path,
      'Each user of LibreChat types it. Type the base URL after the import.',
      draft.key,
    )
    return
  }
  const read = readReference(text)
  const told =
    read.kind !== 'text'
      ? putText(draft, 'baseUrl', read)
      : draft.fields.exactUrl === true
        ? putExactUrl(draft, read.text)
        : putBaseUrl(draft, read.text)
  tell(report, setting.path, told, draft.key)
}

function putExactUrl(draft: EndpointDraft, text: string) {
  // Secrets in it are taken out when the draft is finished.
  draft.fields.baseUrl = text.trim()
  return exact
}

export function giveHeaders(headers: Source, draft: EndpointDraft, report: Report): void {
  for (const [name, setting] of fieldsOf(headers)) {
    const text = textOf(setting) ?? ''
    const told = /\{\{[^}]*\}\}/.test(text)
      ? unsupported('It stands for something of LibreChat, such as who is signed in.')
      : putHeader(draft, name, readReference(text))
    tell(report, setting.path, told, draft.key)
  }
  tellRest(report, headers, draft.key)
}

export function giveParameters(
  key: 'addParams' | 'dropParams',
  parameters: Source,
  draft: EndpointDraft,
  report: Report,
): void {
  if (key === 'addParams')
    for (const [name, setting] of fieldsOf(parameters))
      tell(
        report,
        setting.path,
        name === 'model'
          ? unsupported('The model is chosen where it is used.')
          : putExtraBody(draft, name, setting.value),
        draft.key,
      )
  else
    for (const item of itemsOf(parameters))
      tell(
        report,
        item.path,
        byHand(
          'Patchbay sends only what a client asks for. Leave it out there, if the server refuses it.',
        ),
        draft.key,
      )
  tellRest(report, parameters, draft.key)
}
