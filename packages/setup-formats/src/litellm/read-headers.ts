/** @file Headers and query parameters of a deployment; those that carry a credential go to the vault. */
import { headersSchema, isCredentialName } from '@patchbay/provider-core/model'
import { isReservedHeader } from '@patchbay/provider-core/specs'
import { putSecret, take, type Deployment } from './deployment.ts'
import { settingsBelow, type Setting } from './place.ts'
import { readPlainText, readText } from './read-value.ts'

/** Reads `extra_headers` and `headers`. */
export function putHeaders(deployment: Deployment): void {
  for (const key of ['extra_headers', 'headers']) {
    const setting = take(deployment, key)
    if (setting === undefined) continue
    if (typeof setting.value !== 'object' || Array.isArray(setting.value))
      deployment.notes.byHand(setting, 'This is no list of headers. Type them in under Advanced.')
    else for (const [name, header] of settingsBelow(setting)) putHeader(deployment, name, header)
  }
}

/** One header: a plain one into the settings, one that carries a credential into the vault. */
export function putHeader(deployment: Deployment, name: string, setting: Setting): void {
  const { draft, notes, variables } = deployment
  const read = readText(setting, variables, notes)
  if (read === undefined) return
  const text = read.kind === 'text' ? read.text : ''
  if (!headersSchema.safeParse({ [name]: text }).success || name !== name.trim()) {
    notes.byHand(
      setting,
      'HTTP cannot carry this header: a name has letters, digits and -, a value is one line.',
    )
  } else if (isReservedHeader(name)) {
    notes.unsupported(setting, 'This header is set by the connection itself.')
  } else if (hasHeader(deployment, name)) {
    notes.unsupported(setting, 'The header is there already, in another spelling.')
  } else if (
    draft.fields.spec === 'anthropic' &&
    read.kind === 'text' &&
    name.toLowerCase() === 'anthropic-version'
  ) {
    draft.fields.anthropicVersion = text.trim()
    notes.exact(setting)
  } else if (
    read.kind === 'variable' ||
    read.isSecret === true ||
    isCredentialName(name) ||
    /^(?:bearer|basic)\s/i.test(text)
  ) {
    // An empty value is no secret: there is nothing to keep.
    if (read.kind === 'text' && text === '') notes.exact(setting)
    else putSecret(deployment, setting, `header:${name}`)
  } else {
    draft.fields.headers = { ...draft.fields.headers, [name]: text }
    notes.exact(setting)
  }
}

function hasHeader({ draft }: Deployment, name: string): boolean {
  const names = [
    ...Object.keys(draft.fields.headers ?? {}),
    ...Object.keys(draft.secrets).flatMap((secret) =>
      secret.startsWith('header:') ? [secret.slice('header:'.length)] : [],
    ),
  ]
  return names.some((other) => other.toLowerCase() === name.toLowerCase())
}

/** Reads `extra_query`. */
export function putQuery(deployment: Deployment): void {
  const setting = take(deployment, 'extra_query')
  if (setting === undefined) return
  const { draft, notes, variables } = deployment
  if (typeof setting.value !== 'object' || Array.isArray(setting.value)) {
    notes.byHand(setting, 'This is no list of query parameters. Type them in under Advanced.')
    return
  }
  for (const [name, parameter] of settingsBelow(setting)) {
    if (name === '' || name === '__proto__')
      notes.byHand(parameter, 'A query parameter of this name cannot be sent.')
    else if (isCredentialName(name)) putSecret(deployment, parameter, `query:${name}`)
    else {
      const value = readPlainText(parameter, variables, notes)
      if (value === undefined) continue
      draft.fields.query = { ...draft.fields.query, [name]: value }
      notes.exact(parameter)
    }
  }
}
