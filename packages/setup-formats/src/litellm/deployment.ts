/** @file One deployment of a model list while it is read: what is left of its settings, and what they came to so far. */
import type { EndpointFields, EnvironmentField, SecretName } from '@patchbay/provider-core/model'
import type { PlannedSecret } from '../plan.ts'
import { isUnset, type KeptNotes, type Setting } from './place.ts'
import type { LitellmProvider } from './providers.ts'
import { readText, refuseSecret, type FileVariables } from './read-value.ts'

/** The settings of an endpoint as far as they are known. */
export interface Draft {
  readonly fields: Partial<EndpointFields>
  readonly fromVariables: Partial<Record<EnvironmentField, string>>
  readonly secrets: Partial<Record<SecretName, PlannedSecret>>
  readonly missing: Set<SecretName>
}

export interface Deployment {
  readonly provider: string
  readonly definition: LitellmProvider
  /** `litellm_params.model`, for what is to be said of the connection as a whole. */
  readonly model: Setting
  /** Sentences about the connection; they stand in the report at `model`. */
  readonly differences: string[]
  /** The id that is sent; readers take routes such as `converse/` off it. */
  modelId: string
  /** `model_info.mode`, where it is given. */
  readonly mode: string | undefined
  /** What nobody has read yet. */
  readonly left: Map<string, Setting>
  readonly draft: Draft
  readonly variables: FileVariables
  readonly notes: KeptNotes
}

/** A draft that says nothing yet. */
export function createDraft(): Draft {
  return { fields: {}, fromVariables: {}, secrets: {}, missing: new Set() }
}

/** Takes a setting; `undefined` where it is not there, or empty. */
export function take(deployment: Deployment, key: string): Setting | undefined {
  const setting = deployment.left.get(key)
  deployment.left.delete(key)
  if (!isUnset(setting)) return setting
  if (setting !== undefined) deployment.notes.exact(setting)
  return undefined
}

/** A text field that may come from a variable. @returns true when it is there. */
export function takeField(deployment: Deployment, key: string, field: EnvironmentField): boolean {
  const setting = take(deployment, key)
  return setting !== undefined && putField(deployment, setting, field)
}

/** @returns true when the field has a value, or the name of a variable. */
export function putField(
  { draft, variables, notes }: Deployment,
  setting: Setting,
  field: EnvironmentField,
): boolean {
  const read = readText(setting, variables, notes)
  if (read === undefined || refuseSecret(read, setting, notes)) return false
  if (read.kind === 'variable') draft.fromVariables[field] = read.variable
  else draft.fields[field] = read.text.trim()
  notes.exact(setting)
  return true
}

/** A secret: the value for the vault, or the name of its variable. @returns true when it is there. */
export function takeSecret(deployment: Deployment, key: string, secret: SecretName): boolean {
  const setting = take(deployment, key)
  return setting !== undefined && putSecret(deployment, setting, secret)
}

/** @returns true when the secret has a value, or the name of a variable. */
export function putSecret(
  { draft, variables, notes }: Deployment,
  setting: Setting,
  secret: SecretName,
): boolean {
  const read = readText(setting, variables, notes)
  if (read === undefined) return false
  draft.secrets[secret] =
    read.kind === 'variable'
      ? { kind: 'environment', variable: read.variable }
      : { kind: 'value', value: read.text.trim() }
  notes.exact(setting)
  return true
}

/** A secret that LiteLLM takes from a variable of its own when the file does not hold it. */
export function putImpliedSecret(
  { draft, variables, differences }: Deployment,
  variable: string,
  secret: SecretName,
): void {
  const known = variables.use(variable)
  if (known !== undefined) {
    draft.secrets[secret] = { kind: 'value', value: known }
    return
  }
  draft.secrets[secret] = { kind: 'environment', variable }
  differences.push(
    `The file holds no key: it is read from the variable ${variable}, as by LiteLLM.`,
  )
}

/** A field that LiteLLM takes from a variable of its own when the file does not hold it. */
export function putImpliedField(
  { draft, variables, differences }: Deployment,
  variable: string,
  field: EnvironmentField,
): void {
  const known = variables.use(variable)
  if (known !== undefined) {
    draft.fields[field] = known
    return
  }
  draft.fromVariables[field] = variable
  differences.push(
    `The file does not hold ${fieldWords[field] ?? field}: it is read from the variable ${variable}, as by LiteLLM.`,
  )
}

const fieldWords: Readonly<Partial<Record<EnvironmentField, string>>> = {
  baseUrl: 'the base URL',
  region: 'the region',
  projectId: 'the project',
}
