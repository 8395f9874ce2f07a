/** @file One endpoint → the `litellm_params` that all its models share, and what LiteLLM cannot be told. */
import { defaultRetry, type Endpoint } from '@patchbay/provider-core/model'
import { hasCredential } from '../has-credential.ts'
import { entriesOf } from '../leaf-paths.ts'
import type { Connection } from './export-base.ts'
import { exportConnection } from './export-connection.ts'
import type { ExportLedger, ExportNotes, Reference } from './export-notes.ts'

/** @returns `undefined` where LiteLLM cannot reach it; the report says why. */
export function exportEndpoint(endpoint: Endpoint, ledger: ExportLedger): Connection | undefined {
  const notes = ledger.notesOf(endpoint.name)
  const reference = ledger.references(endpoint)
  const connection = exportConnection(endpoint, { notes, reference })
  if (connection === undefined) return undefined
  const params = withoutUnset({
    ...connection.params,
    ...headersOf(endpoint, reference, notes),
    ...timesOf(endpoint, notes),
    ...(endpoint.supportsSystemMessage ? {} : { supports_system_message: false }),
    ...bodyOf(endpoint, notes),
  })
  tellLosses(endpoint, notes)
  const literal = findReferenceText(params, reference)
  if (literal !== undefined) {
    notes.byHand(
      literal,
      'It begins with os.environ/, which LiteLLM would take for a variable. Its models are left out.',
    )
    return undefined
  }
  return { model: connection.model, params }
}

function withoutUnset(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}

function headersOf(
  endpoint: Endpoint,
  reference: Reference,
  notes: ExportNotes,
): Record<string, unknown> {
  const secret = new Set([
    ...endpoint.savedSecrets,
    ...Object.keys(endpoint.environment?.secrets ?? {}),
  ])
  const headers: Record<string, unknown> = { ...endpoint.headers }
  for (const name of secret) {
    if (name.startsWith('header:'))
      headers[name.slice('header:'.length)] = reference.secret(name as `header:${string}`)
    else if (name.startsWith('query:'))
      notes.unsupported(name, 'LiteLLM takes no query parameter from a variable.')
  }
  if (endpoint.anthropicVersion !== undefined) {
    if (endpoint.spec === 'anthropic') headers['anthropic-version'] = endpoint.anthropicVersion
    else notes.unsupported('anthropicVersion', 'LiteLLM sends its own version here.')
  }
  Object.assign(headers, authHeader(endpoint, reference, notes))
  return Object.keys(headers).length === 0 ? {} : { extra_headers: headers }
}

/** A key in a header of its own goes beside the one that LiteLLM sends. */
function authHeader(
  { auth }: Endpoint,
  reference: Reference,
  notes: ExportNotes,
): Record<string, string> {
  const scheme = auth?.scheme ?? 'default'
  if (scheme === 'default') return {}
  const key = reference.secret('apiKey')
  const name = scheme === 'header' ? auth?.headerName : scheme
  if (
    scheme === 'none' ||
    scheme === 'bearer' ||
    scheme === 'command' ||
    name === undefined ||
    key === undefined
  ) {
    notes.unsupported('auth', 'LiteLLM authenticates in the way of the provider only.')
    return {}
  }
  notes.approximate(
    'auth',
    `LiteLLM sends the key as the provider takes it, too, not only as ${name}.`,
  )
  return { [name]: key }
}

function timesOf({ timeouts, retry }: Endpoint, notes: ExportNotes): Record<string, unknown> {
  if (timeouts.connectMs !== undefined)
    notes.unsupported('timeouts.connectMs', 'LiteLLM has no limit for connecting.')
  if (retry?.maxDelayMs !== undefined && retry.maxDelayMs !== defaultRetry.maxDelayMs)
    notes.unsupported('retry.maxDelayMs', 'LiteLLM chooses its pauses itself.')
  const seconds = (ms: number | undefined): number | undefined =>
    ms === undefined ? undefined : ms / 1000
  return {
    timeout: seconds(timeouts.firstByteMs),
    stream_timeout: seconds(timeouts.idleMs),
    num_retries: retry?.attempts === undefined ? undefined : retry.attempts - 1,
  }
}

/** The extra body goes on as it is where LiteLLM sends bodies on in the OpenAI format. */
function bodyOf(endpoint: Endpoint, notes: ExportNotes): Record<string, unknown> {
  const entries = Object.entries(endpoint.extraBody)
  if (entries.length === 0) return {}
  const isOpenai =
    endpoint.spec === 'openai-chat-completions' ||
    endpoint.spec === 'openai-responses' ||
    (endpoint.spec === 'azure' && endpoint.dialect !== 'anthropic-messages')
  if (isOpenai) {
    const open = entries.filter(([key, value]) => !hasCredential(key, value))
    for (const [key, value] of entries) {
      if (hasCredential(key, value))
        notes.byHand(
          `extraBody.${key}`,
          'Its name says that it holds a credential, so it is left out. Write it into the file as a reference to a variable.',
        )
    }
    return open.length === 0 ? {} : { extra_body: Object.fromEntries(open) }
  }
  const sayable = entries.filter(
    ([key, value]) => typeof value === 'number' && plainSettings.has(key),
  )
  for (const [key] of entries) {
    if (!sayable.some(([known]) => known === key) || endpoint.spec !== 'anthropic')
      notes.unsupported(`extraBody.${key}`, 'LiteLLM writes the body of this provider itself.')
  }
  return endpoint.spec === 'anthropic' ? Object.fromEntries(sayable) : {}
}

const plainSettings: ReadonlySet<string> = new Set(['temperature', 'top_p', 'top_k', 'max_tokens'])

function tellLosses(endpoint: Endpoint, notes: ExportNotes): void {
  const { proxy, tls, compat, allowPlainHttp } = endpoint
  if (proxy !== undefined)
    notes.byHand('proxy', 'LiteLLM reads HTTPS_PROXY and HTTP_PROXY. Set them where it is started.')
  if (tls !== undefined)
    notes.byHand(
      'tls',
      'LiteLLM has ssl_verify and SSL_CERT_FILE for all endpoints together. Set them there.',
    )
  if (compat !== undefined && Object.keys(compat).length > 0)
    notes.unsupported('compat', 'LiteLLM decides itself how it writes requests.')
  if (allowPlainHttp)
    notes.unsupported('allowPlainHttp', 'LiteLLM sends keys over http without asking.')
}

/** Plain text that would be read as a reference: where it stands. */
function findReferenceText(
  params: Record<string, unknown>,
  reference: Reference,
): string | undefined {
  const walk = (value: unknown, path: string): string | undefined => {
    if (typeof value === 'string') {
      const isForeign =
        value.startsWith('oidc/') || (value.startsWith('os.environ/') && !isVariable(value))
      return isForeign ? path : undefined
    }
    for (const [step, inner] of entriesOf(value) ?? []) {
      const found = walk(inner, path === '' ? String(step) : `${path}.${step}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  const isVariable = (value: string): boolean => reference.isMade(value)
  return walk(params, '')
}
