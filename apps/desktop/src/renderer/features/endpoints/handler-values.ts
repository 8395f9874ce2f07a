/** @file What the form holds of a custom handler: between the settings and the form. */
import {
  handlerSchema,
  type EndpointDraftInput,
  type EndpointFields,
  type FieldIssue,
  type SecretName,
} from '@patchbay/provider-core/model'
import type { NamedValue } from './form-values.ts'

export const handlerAccesses = ['none', 'hosts', 'any'] as const
export type HandlerAccess = (typeof handlerAccesses)[number]

export interface HandlerValues {
  file: string
  /** What of the network it may reach. */
  access: HandlerAccess
  /** Kept while another access is chosen. */
  hosts: string[]
}

const prefix = 'handler:'

export function handlerValuesOf(handler: EndpointFields['handler']): HandlerValues {
  const { file = '', network = [] } = handler ?? {}
  if (network === 'any') return { file, access: 'any', hosts: [] }
  return { file, access: network.length === 0 ? 'none' : 'hosts', hosts: [...network] }
}

/** @param issues gets what is wrong with a host, at its row */
export function readHandler(
  { file, access, hosts }: HandlerValues,
  issues: FieldIssue[],
): EndpointDraftInput['handler'] {
  if (file.trim() === '') return undefined
  if (access === 'any') return { file, network: 'any' }
  const network: string[] = []
  for (const [index, typed] of access === 'hosts' ? hosts.entries() : []) {
    const host = typed.trim()
    if (host === '') continue
    if (handlerSchema.shape.network.safeParse([host]).success) network.push(host)
    else issues.push({ field: `handler.hosts.${index}`, message: hostFault })
  }
  return { file, network }
}

const hostFault = 'Name a host, such as api.example.com or 127.0.0.1:8000.'

/** Rows of the secrets that the handler is given; saved ones hold no value. */
export function handlerSecretsOf(savedSecrets: readonly string[]): NamedValue[] {
  return savedSecrets
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ name: name.slice(prefix.length), value: '', saved: true }))
}

/** Puts what becomes of each named secret into `secrets`, and what is wrong with a row into `issues`. */
export function readHandlerSecrets(
  rows: readonly NamedValue[],
  savedSecrets: readonly string[],
  into: { secrets: NonNullable<EndpointDraftInput['secrets']>; issues: FieldIssue[] },
): void {
  const seen = new Set<string>()
  const blame = (index: number, part: 'name' | 'value', message: string) =>
    into.issues.push({ field: `handlerSecrets.${index}.${part}`, message })
  for (const [index, row] of rows.entries()) {
    const name = row.name.trim()
    const secret: SecretName = `${prefix}${name}`
    if (name === '' && row.value === '') continue
    if (name === '') blame(index, 'name', 'Give it a name, or remove the row.')
    else if (seen.has(name)) blame(index, 'name', `${name} is here twice.`)
    else if (row.value !== '') into.secrets[secret] = { state: 'set', value: row.value }
    else if (row.saved && savedSecrets.includes(secret)) {
      into.secrets[secret] = { state: 'unchanged' }
    } else blame(index, 'value', `Type the value of ${name}.`)
    seen.add(name)
  }
  for (const saved of savedSecrets) {
    if (!saved.startsWith(prefix) || seen.has(saved.slice(prefix.length))) continue
    into.secrets[saved as SecretName] = { state: 'removed' }
  }
}
