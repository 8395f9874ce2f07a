/** @file What is set in each fold of "Advanced", in a few words; an empty one says what could be. */
import { wordCount } from '../../../lib/time-words.ts'
import type { FormValues } from '../form-values.ts'
import { isPem } from './pem.ts'
import { schemeLabels } from './scheme-labels.ts'

const isTyped = (text: string): boolean => text.trim() !== ''

export function summarizeRequest(values: FormValues): string {
  const named = (rows: FormValues['headers']) => rows.filter((row) => isTyped(row.name)).length
  const parts: string[] = []
  if (named(values.headers) > 0) parts.push(wordCount(named(values.headers), 'header'))
  if (named(values.query) > 0) parts.push(wordCount(named(values.query), 'query parameter'))
  if (isTyped(values.extraBodyText)) parts.push('extra body')
  return parts.join(', ') || 'Headers, query, extra body'
}

export function summarizeAuth({ scheme, headerName, program }: FormValues['auth']): string {
  if (scheme === 'header' && isTyped(headerName)) return `in ${headerName.trim()}`
  if (scheme === 'command' && isTyped(program)) return `token from ${baseName(program)}`
  return schemeLabels[scheme]
}

export function summarizeProxy({ url, fromEnvironment }: FormValues['proxy']): string {
  if (isTyped(url)) return url.trim()
  return fromEnvironment ? 'as the system says' : 'None'
}

export function summarizeTls({
  ca,
  clientCert,
  allowSelfSigned,
  serverName,
}: FormValues['tls']): string {
  const parts: string[] = []
  if (isTyped(ca)) parts.push(isPem(ca) ? 'own authority' : baseName(ca))
  if (isTyped(clientCert)) parts.push('client certificate')
  if (allowSelfSigned) parts.push('self-signed accepted')
  if (isTyped(serverName)) parts.push(serverName.trim())
  return parts.join(', ') || 'Authorities, client certificate'
}

export function summarizeTimes({
  timeouts,
  retry,
}: Pick<FormValues, 'timeouts' | 'retry'>): string {
  const parts: string[] = []
  if (Object.values(timeouts).some(isTyped)) parts.push('own limits')
  if (isTyped(retry.attempts)) parts.push(`${retry.attempts.trim()} tries`)
  else if (isTyped(retry.maxDelay)) parts.push('longest wait')
  return parts.join(', ') || 'The usual limits, one try'
}

export function summarizeCompat(
  values: Pick<FormValues, 'compat' | 'supportsSystemMessage' | 'anthropicVersion'>,
): string {
  const parts: string[] = []
  if (!values.supportsSystemMessage) parts.push('no system messages')
  const { developerRole, maxTokensField, streamOptions, arrayContent, reasoningField } =
    values.compat
  if (developerRole === true) parts.push('developer role')
  if (maxTokensField !== undefined) parts.push(maxTokensField)
  if (streamOptions === false) parts.push('no stream_options')
  if (arrayContent === true) parts.push('lists of parts')
  if (reasoningField !== undefined) parts.push(reasoningField)
  if (isTyped(values.anthropicVersion)) parts.push('Anthropic version')
  return parts.join(', ') || 'Nothing special'
}

/** What differs from the usual, for the line of the whole section. */
export function summarizeAdvanced(values: FormValues): string {
  const parts: string[] = []
  const add = (summary: string, usual: string) => {
    if (summary !== usual) parts.push(summary)
  }
  if (values.dialect !== '' || values.bedrockApi !== '' || values.fips) parts.push('interface')
  add(summarizeRequest(values), 'Headers, query, extra body')
  if (values.auth.scheme === 'none') parts.push('no authentication')
  else if (values.auth.scheme !== 'default') parts.push(`auth ${summarizeAuth(values.auth)}`)
  if (isTyped(values.proxy.url) || values.proxy.fromEnvironment) parts.push('proxy')
  if (summarizeTls(values.tls) !== 'Authorities, client certificate') parts.push('TLS')
  add(summarizeTimes(values), 'The usual limits, one try')
  add(summarizeCompat(values), 'Nothing special')
  const usual =
    values.spec === 'custom-handler'
      ? 'Headers, time limits, retry'
      : 'Headers, authentication, proxy, TLS, retry'
  return parts.join(', ') || usual
}

function baseName(path: string): string {
  return path.trim().split(/[\\/]/).at(-1) ?? path
}
