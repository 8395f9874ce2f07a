/**
 * @file Sign-in of an application with Microsoft Entra: where its token is asked for, and for what.
 * Sources: Microsoft identity platform "client credentials flow"; openai-node `docs/azure.md`. Browser-safe.
 */
import { isLoopback } from '../addressing/is-loopback.ts'
import type { EndpointFields, FieldIssue } from '../model/endpoint.ts'

export type EntraFields = Pick<EndpointFields, 'tenantId' | 'clientId' | 'authority' | 'tokenScope'>

const publicCloud = 'https://login.microsoftonline.com'

/** The v1 API, Claude and Foundry projects take tokens of Azure AI; the dated API those of Cognitive Services. */
const scopes = {
  v1: 'https://ai.azure.com/.default',
  dated: 'https://cognitiveservices.azure.com/.default',
} as const

/** Issues with the fields of an application's sign-in, each filled in. */
export function checkEntraFields(fields: EntraFields): FieldIssue[] {
  const issues: FieldIssue[] = []
  if (!/^[a-z0-9][a-z0-9.-]*$/i.test(fields.tenantId?.trim() ?? '')) {
    issues.push({
      field: 'tenantId',
      message: 'A tenant ID is a GUID or a domain, such as contoso.onmicrosoft.com.',
    })
  }
  if (!/^[a-z0-9][a-z0-9-]*$/i.test(fields.clientId?.trim() ?? '')) {
    issues.push({ field: 'clientId', message: 'A client ID is a GUID. Copy it again from Azure.' })
  }
  const authority = refuseAuthority(fields.authority)
  if (authority !== undefined) issues.push({ field: 'authority', message: authority })
  if (fields.tokenScope !== undefined && /\s/.test(fields.tokenScope.trim())) {
    issues.push({
      field: 'tokenScope',
      message: 'Type one scope, such as https://cognitiveservices.azure.us/.default.',
    })
  }
  return issues
}

/** URL of the token endpoint. Expects fields that `checkEntraFields` passes. */
export function entraTokenUrl({ tenantId, authority }: EntraFields): URL {
  const base = (authority?.trim() || publicCloud).replace(/\/+$/, '')
  return new URL(`${base}/${encodeURIComponent(tenantId?.trim() ?? '')}/oauth2/v2.0/token`)
}

/** What the token is asked for: as typed, else what the called path takes. */
export function entraScope({ tokenScope }: EntraFields, calledPath: string): string {
  const typed = tokenScope?.trim() ?? ''
  if (typed !== '') return typed
  return /\/openai\/v1\/|\/anthropic\/v1\//.test(calledPath) ? scopes.v1 : scopes.dated
}

/** The client secret is sent there, so it must be a host of its own, over TLS or on this machine. */
function refuseAuthority(typed: string | undefined): string | undefined {
  const text = typed?.trim() ?? ''
  if (text === '') return undefined
  const words = 'Type the sign-in host with https://, such as https://login.microsoftonline.us.'
  if (!URL.canParse(text)) return words
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return words
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return undefined
  return `The client secret is sent to this host. ${words}`
}
