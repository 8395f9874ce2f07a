/** @file Changes to fields, from a fix of a check or from a pasted URL, put into the form's own shape. */
import type { EndpointFields, SecretName } from '@patchbay/provider-core/model'
import { authValuesOf } from './advanced/auth-values.ts'
import { proxyValuesOf, retryValuesOf, tlsValuesOf } from './advanced/connection-values.ts'
import { handlerValuesOf } from './handler-values.ts'
import { formatJson, isFieldSecret, type FormValues, type NamedValue } from './form-values.ts'

/**
 * The parts of the form that differ once the changes are made.
 *
 * @param values the form as it stands
 * @param changes fields by their names in the settings
 */
export function applyFieldChanges(
  values: FormValues,
  changes: Partial<EndpointFields>,
): Partial<FormValues> {
  const { modelMapping, extraBody, headers, query, timeouts, dialect, credentialKind, ...others } =
    changes
  const { auth, proxy, tls, retry, handler, ...same } = others
  const result: Partial<FormValues> = {}
  for (const [name, value] of Object.entries(same)) {
    if (value !== undefined) Object.assign(result, { [name]: value })
    else if (Object.hasOwn(values, name)) Object.assign(result, { [name]: '' })
  }
  if (credentialKind !== undefined) {
    const spec = changes.spec ?? values.spec
    result.credentialKinds = { ...values.credentialKinds, [spec]: credentialKind }
  }
  if (auth) result.auth = authValuesOf(auth)
  if (proxy) result.proxy = proxyValuesOf(proxy)
  if (tls) result.tls = tlsValuesOf(tls)
  if (retry) result.retry = retryValuesOf(retry)
  if (handler) result.handler = handlerValuesOf(handler)
  if ('dialect' in changes) result.dialect = dialect ?? ''
  if (modelMapping) result.mappingText = formatJson(modelMapping)
  if (extraBody) result.extraBodyText = formatJson(extraBody)
  if (headers) result.headers = replacePlain(values.headers, headers)
  if (query) result.query = replacePlain(values.query, query)
  if (timeouts) {
    const seconds = { ...values.timeouts }
    for (const name of ['connectMs', 'firstByteMs', 'idleMs'] as const) {
      const ms = timeouts[name]
      if (ms !== undefined) seconds[name] = String(ms / 1000)
    }
    result.timeouts = seconds
  }
  return result
}

/** Credentials that stood in a pasted URL: into their fields, or into rows whose values go to the vault. */
export function applySecrets(
  values: FormValues,
  secrets: Partial<Record<SecretName, string>>,
): Partial<FormValues> {
  const result: Partial<FormValues> = {}
  for (const [name, value] of Object.entries(secrets)) {
    if (value === undefined) continue
    if (isFieldSecret(name)) {
      result.secrets = { ...(result.secrets ?? values.secrets), [name]: { state: 'set', value } }
    } else if (name.startsWith('query:')) {
      result.query = putRow(result.query ?? values.query, name.slice('query:'.length), value)
    } else if (name.startsWith('header:')) {
      result.headers = putRow(result.headers ?? values.headers, name.slice('header:'.length), value)
    }
  }
  return result
}

/** Rows whose value is in the vault stay; the plain ones become the given ones. */
function replacePlain(rows: readonly NamedValue[], plain: Record<string, string>): NamedValue[] {
  const saved = rows.filter((row) => row.saved && row.value === '')
  return [...Object.entries(plain).map(([name, value]) => ({ name, value })), ...saved]
}

function putRow(rows: readonly NamedValue[], name: string, value: string): NamedValue[] {
  const others = rows.filter((row) => row.name.trim() !== name)
  return [...others, { name, value }]
}
