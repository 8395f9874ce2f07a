/** @file `api_base` → the base URL here. What LiteLLM appends differs by provider, so each gives its own mend. */
import { parseBaseUrl, takeCredentials } from '@patchbay/provider-core/specs'
import type { SecretName } from '@patchbay/provider-core/model'
import { putImpliedField, take, type Deployment } from './deployment.ts'
import type { Setting } from './place.ts'
import { readText, refuseSecret } from './read-value.ts'

export interface BaseChange {
  readonly baseUrl: string
  /** How it differs, where that matters. */
  readonly message?: string
}

/** Takes `api_base`, or its other name `base_url`. */
export function takeApiBase(deployment: Deployment): Setting | undefined {
  const base = take(deployment, 'api_base')
  const other = take(deployment, 'base_url')
  if (base === undefined) return other
  if (other !== undefined)
    deployment.notes.unsupported(other, 'api_base stands beside it and holds.')
  return base
}

/**
 * Puts the base URL in place: that of the file, else the provider's own.
 *
 * @param change What to make of a typed one.
 * @returns true when the file holds one.
 */
export function putBase(
  deployment: Deployment,
  change: (baseUrl: string) => BaseChange = (baseUrl) => ({ baseUrl }),
): boolean {
  const setting = takeApiBase(deployment)
  if (setting !== undefined) return putTypedBase(deployment, setting, change)
  const { definition, draft } = deployment
  const known =
    definition.baseVariable === undefined
      ? undefined
      : deployment.variables.use(definition.baseVariable)
  if (known !== undefined) draft.fields.baseUrl = change(known).baseUrl
  else if (definition.baseUrl !== undefined)
    draft.fields.baseUrl = change(definition.baseUrl).baseUrl
  else if (definition.baseVariable !== undefined)
    putImpliedField(deployment, definition.baseVariable, 'baseUrl')
  return known !== undefined
}

/** @returns true when it could be taken. */
export function putTypedBase(
  deployment: Deployment,
  setting: Setting,
  change: (baseUrl: string) => BaseChange,
): boolean {
  const { draft, variables, notes } = deployment
  const read = readText(setting, variables, notes)
  if (read === undefined || refuseSecret(read, setting, notes)) return false
  if (read.kind === 'variable') {
    draft.fromVariables.baseUrl = read.variable
    const { message } = change('https://host.example')
    if (message === undefined) notes.exact(setting)
    else
      notes.approximate(setting, `${message} See to it that the variable holds the URL like that.`)
    return true
  }
  const typed = read.text.trim()
  if (!parseBaseUrl(typed).ok) {
    // It may hold a password, so only what surely holds none is kept for the form.
    if (!/[@?#\s]/.test(typed)) draft.fields.baseUrl = typed
    notes.byHand(
      setting,
      'This is no base URL that can be called. Type it in, with https:// in front and without a password.',
    )
    return true
  }
  const taken = takeCredentials(typed)
  for (const [name, value] of Object.entries(taken?.secrets ?? {}) as [SecretName, string][])
    draft.secrets[name] = { kind: 'value', value }
  const { baseUrl, message } = change(taken?.baseUrl ?? typed)
  draft.fields.baseUrl = baseUrl
  if (message === undefined) notes.exact(setting)
  else notes.approximate(setting, message)
  return true
}
