/** @file What variables amount to, while they are shared out. */
import type { EnvironmentField, SecretName, SpecId } from '@patchbay/provider-core/model'
import {
  addModel,
  createDraft,
  exact,
  putBaseUrl,
  putSecret,
  putText,
  type EndpointDraft,
  type Told,
} from '../endpoint-draft.ts'
import type { PlannedSecret } from '../plan.ts'
import type { Variable, VariableSet } from './variable-set.ts'

export interface EnvironmentPlan {
  readonly variables: VariableSet
  /** Variables of the host: secrets stay references to them. */
  readonly keepReferences: boolean
  readonly drafts: EndpointDraft[]
  readonly names: Set<string>
  readonly officialKeys: Record<string, PlannedSecret>
}

export function startDraft(plan: EnvironmentPlan, name: string, spec: SpecId): EndpointDraft {
  const draft = createDraft(name, spec, plan.names)
  plan.drafts.push(draft)
  return draft
}

/** Each of these puts one variable in place, where it is set, and tells what became of it. */
export function giveBaseUrl(
  plan: EnvironmentPlan,
  draft: EndpointDraft,
  variable: Variable | undefined,
  told?: Told,
): void {
  if (variable === undefined) return
  const reference = plan.keepReferences ? variable.name : undefined
  const put = putBaseUrl(draft, variable.value, reference)
  plan.variables.tell(variable, put.outcome === 'exact' ? (told ?? exact) : put, draft.key)
}

export function giveSecret(
  plan: EnvironmentPlan,
  draft: EndpointDraft,
  name: SecretName,
  variable: Variable | undefined,
  told?: Told,
): void {
  if (variable === undefined) return
  const put = putSecret(draft, name, variable.secret)
  plan.variables.tell(variable, put.outcome === 'exact' ? (told ?? exact) : put, draft.key)
}

export function giveText(
  plan: EnvironmentPlan,
  draft: EndpointDraft,
  name: EnvironmentField,
  variable: Variable | undefined,
): void {
  if (variable === undefined) return
  const put = putText(draft, name, { kind: 'text', text: variable.value })
  plan.variables.tell(variable, put, draft.key)
}

export function giveModels(
  plan: EnvironmentPlan,
  draft: EndpointDraft,
  ...variables: readonly (Variable | undefined)[]
): void {
  for (const variable of variables) {
    if (variable === undefined) continue
    for (const id of variable.value.split(',')) if (id.trim() !== '') addModel(draft, id)
    plan.variables.tell(variable, exact, draft.key)
  }
}

/** The key of an official API. */
export function giveOfficialKey(
  plan: EnvironmentPlan,
  providerId: string,
  variable: Variable | undefined,
): void {
  if (variable === undefined) return
  const scratch = createDraft(providerId, 'openai-chat-completions', new Set())
  const told = putSecret(scratch, 'apiKey', variable.secret)
  const secret = scratch.secrets.apiKey
  if (secret !== undefined) plan.officialKeys[providerId] = secret
  plan.variables.tell(variable, told)
}
