/** @file Credentials that stand among plain settings: taken out, because they belong into the vault. */
import {
  isCredentialName,
  type EndpointFields,
  type SecretName,
} from '@patchbay/provider-core/model'
import { takeCredentials } from '@patchbay/provider-core/specs'
import type { PlannedSecret } from './plan.ts'

export type PlannedSecrets = Partial<Record<SecretName, PlannedSecret>>

/** Fields without credential headers and parameters, and these as secrets. An empty value stays where it is. */
export function splitSecrets(fields: EndpointFields): {
  fields: EndpointFields
  secrets: PlannedSecrets
} {
  const secrets: PlannedSecrets = {}
  const take = (kind: 'header' | 'query', values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).filter(([name, value]) => {
        if (value === '' || !isCredentialName(name)) return true
        secrets[`${kind}:${name}`] = { kind: 'value', value }
        return false
      }),
    )
  const headers = take('header', fields.headers)
  const query = take('query', fields.query)
  const url = takeCredentials(fields.baseUrl ?? '')
  for (const [name, value] of Object.entries(url?.secrets ?? {}))
    if (value !== undefined) secrets[name as SecretName] = { kind: 'value', value }
  return {
    fields: { ...fields, headers, query, baseUrl: url?.baseUrl ?? fields.baseUrl },
    secrets,
  }
}
