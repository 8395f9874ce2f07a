/** @file Whole-draft validation: one set of rules and words for the form, the backend and the commands. Browser-safe. */
import type { z } from 'zod'
import { isLoopback } from '../addressing/is-loopback.ts'
import { parseBaseUrl } from '../addressing/parse-base-url.ts'
import { endpointFieldsSchema, type EndpointFields, type FieldIssue } from '../model/endpoint.ts'
import { wordIssue } from '../model/word-issue.ts'
import { fillReferences, withReferencedSecrets } from '../model/referenced-fields.ts'
import { hasRequestSecret, isCredentialName } from '../model/secret.ts'
import { checkProxy, checkTls } from './check-connection.ts'
import { checkCredentials } from './check-credentials.ts'
import type { SecretPresence } from './resolve-credential-kind.ts'
import { getSpec } from './registry.ts'
import { isReservedHeader } from './reserved-headers.ts'

export interface DraftContext {
  readonly secrets: SecretPresence
  /** Names of the other endpoints. */
  readonly takenNames?: readonly string[]
}

/**
 * Everything that is wrong with a draft, in the order of the form.
 *
 * @param draft The fields, as typed.
 * @param context Which secrets will be there after the save, and which names are taken.
 * @returns Issues by field path; secrets have paths such as `secrets.apiKey`. Empty when it can be saved.
 */
export function validateDraft(
  draft: z.input<typeof endpointFieldsSchema>,
  context: DraftContext,
): FieldIssue[] {
  const parsed = endpointFieldsSchema.safeParse(draft)
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({
      field: issue.path.map(String).join('.'),
      message: wordIssue(issue) ?? issue.message,
    }))
  }
  // What a variable holds is judged when it is used; until then it is taken to be right.
  const fields = fillReferences(parsed.data)
  const secrets = withReferencedSecrets(parsed.data, context.secrets)
  return [
    ...checkName(fields, context.takenNames ?? []),
    ...getSpec(fields.spec).checkFields(fields),
    ...checkPlainHttp(fields, secrets),
    ...checkCredentials(fields, secrets),
    ...checkHeaders(fields, secrets),
    ...checkVersion(fields),
    ...checkProxy(fields, secrets),
    ...checkTls(fields, secrets),
  ]
}

function checkName(fields: EndpointFields, taken: readonly string[]): FieldIssue[] {
  const own = fields.name.toLowerCase()
  if (!taken.some((name) => name.trim().toLowerCase() === own)) return []
  return [
    {
      field: 'name',
      message: `There is a custom provider named "${fields.name}" already. Choose another name.`,
      code: 'name-taken',
    },
  ]
}

/** A key is not sent in clear over the network unless the person agreed to it. */
function checkPlainHttp(fields: EndpointFields, secrets: SecretPresence): FieldIssue[] {
  if (fields.allowPlainHttp || !hasCredential(fields, secrets)) return []
  const parsed = parseBaseUrl(fields.baseUrl ?? '')
  if (!parsed.ok) return []
  const url = new URL(parsed.base.origin)
  if (url.protocol !== 'http:' || isLoopback(url.hostname)) return []
  return [
    {
      field: 'baseUrl',
      message: `Over http:// the key can be read on its way to ${url.host}. Use https://, or agree to send it unprotected.`,
      code: 'plain-http',
    },
  ]
}

function hasCredential(fields: EndpointFields, secrets: SecretPresence): boolean {
  if (hasRequestSecret(secrets) || fields.auth?.scheme === 'command') return true
  return [...Object.keys(fields.headers), ...Object.keys(fields.query)].some(isCredentialName)
}

/** What HTTP/1.1 can carry (RFC 9110, 5.5). */
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/

function checkVersion({ anthropicVersion = '' }: EndpointFields): FieldIssue[] {
  if (/^[\x21-\x7e]*$/.test(anthropicVersion)) return []
  const message = 'A version is one word, such as 2023-06-01.'
  return [{ field: 'anthropicVersion', message }]
}

function checkHeaders(fields: EndpointFields, secrets: SecretPresence): FieldIssue[] {
  const issues: FieldIssue[] = []
  const seen = new Set<string>()
  const kept = Object.keys(secrets).filter((name) => name.startsWith('header:'))
  const rows = [
    ...Object.keys(fields.headers).map((name) => ({ name, field: `headers.${name}` })),
    ...kept
      .map((secret) => secret.slice('header:'.length))
      // A credential header may stand among the rows too while its value is in the vault.
      .filter((name) => fields.headers[name] === undefined)
      .map((name) => ({ name, field: `secrets.header:${name}` })),
  ]
  for (const { name, field } of rows) {
    if (isReservedHeader(name)) {
      issues.push({
        field,
        message: `The header ${name} is set by the connection itself. Take it out.`,
      })
    }
    if (!sendable.test(fields.headers[name] ?? '')) {
      issues.push({ field, message: 'A header value has characters of Latin 1 only.' })
    }
    if (seen.has(name.toLowerCase())) {
      issues.push({ field, message: `The header ${name} is there twice. Keep one.` })
    }
    seen.add(name.toLowerCase())
  }
  return issues
}
