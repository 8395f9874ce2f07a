/** @file How an endpoint authenticates when not as its type does: between the settings and the form. */
import type {
  AuthScheme,
  EndpointDraftInput,
  EndpointFields,
  FieldIssue,
} from '@patchbay/provider-core/model'
import { readNumber } from './read-number.ts'

export interface AuthValues {
  scheme: AuthScheme
  /** Of the own header, or for the token of a command. */
  headerName: string
  program: string
  args: string[]
  /** Seconds as typed; empty for the default. */
  ttlSeconds: string
  refresh: string
}

export function authValuesOf(auth: EndpointFields['auth']): AuthValues {
  const command = auth?.command
  return {
    scheme: auth?.scheme ?? 'default',
    headerName: auth?.headerName ?? '',
    program: command?.program ?? '',
    args: command?.args ?? [],
    ttlSeconds: command?.ttlSeconds?.toString() ?? '',
    refresh: command?.refresh?.toString() ?? '',
  }
}

/** What was typed for a way that is not chosen goes along, so that choosing it again finds it. */
export function readAuth(values: AuthValues, issues: FieldIssue[]): EndpointDraftInput['auth'] {
  const headerName = values.headerName.trim()
  const program = values.program.trim()
  if (values.scheme === 'default' && headerName === '' && program === '') return undefined
  return {
    scheme: values.scheme,
    ...(headerName === '' ? {} : { headerName }),
    ...(program === ''
      ? {}
      : { command: { program, args: values.args, ...readLife(values, issues) } }),
  }
}

function readLife(values: AuthValues, issues: FieldIssue[]) {
  const seconds = { whole: true, words: 'Type whole seconds' }
  const ttlSeconds = readNumber(
    values.ttlSeconds,
    { ...seconds, field: 'auth.ttlSeconds', least: 1, most: 86_400 },
    issues,
  )
  const refresh = readNumber(
    values.refresh,
    { ...seconds, field: 'auth.refresh', least: 0, most: 3600 },
    issues,
  )
  return {
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(refresh === undefined ? {} : { refresh }),
  }
}

/** Whether requests carry the secret `apiKey` in a way of the endpoint's own. */
export function sendsApiKey(scheme: AuthScheme): boolean {
  return scheme !== 'default' && scheme !== 'none' && scheme !== 'command'
}
