import { getSpec } from '@patchbay/provider-core/specs'
import type { Outcome, PreviewEndpoint, SetupFormat } from '#contract/data-shapes'
import { wordCount } from '../../lib/time-words.ts'

export const formatLabels: Record<SetupFormat, string> = {
  litellm: 'LiteLLM configuration',
  environment: 'Environment variables',
  librechat: 'LibreChat configuration',
  opencode: 'opencode configuration',
  vscode: 'VS Code language models',
  bundle: 'Patchbay bundle',
}

export const outcomeLabels: Record<Outcome, string> = {
  'by-hand': 'By hand',
  unsupported: 'Not supported',
  approximate: 'In another way',
  exact: 'Exactly',
}

/** A secret as the form calls it: "API key", "header x-team". */
export function wordSecret(name: string, spec: PreviewEndpoint['spec']): string {
  const known = getSpec(spec).credentials.flatMap((kind) => kind.secrets)
  const label = known.find((secret) => secret.name === name)?.label
  if (label !== undefined) return label
  if (Object.hasOwn(connectionSecrets, name)) return connectionSecrets[name] ?? name
  return name
    .replace(/^header:/, 'header ')
    .replace(/^query:/, 'query parameter ')
    .replace(/^handler:(.*)$/, '$1 of the handler')
}

const connectionSecrets: Readonly<Record<string, string>> = {
  proxyPassword: 'password of the proxy',
  clientKey: 'client key',
  clientKeyPassphrase: 'passphrase of the client key',
}

/** A field as the form calls it. */
function wordField(name: string, spec: PreviewEndpoint['spec']): string {
  if (name === 'baseUrl') return 'Base URL'
  const { fields, credentials } = getSpec(spec)
  const known = [...fields, ...credentials.flatMap((kind) => kind.fields ?? [])]
  return known.find((field) => field.name === name)?.label ?? name
}

/** What an endpoint is, in a line: its type, where it goes, and how many models it has. */
export function wordEndpoint({ spec, host, models }: PreviewEndpoint): string {
  return [
    getSpec(spec).label,
    host === '' ? [] : host,
    models === 0 ? [] : wordCount(models, 'model'),
  ]
    .flat()
    .join(' · ')
}

/** What becomes of its secrets, a sentence for each way. */
export function wordSecrets({ secrets, variables, spec, host }: PreviewEndpoint): string[] {
  const named = (state: PreviewEndpoint['secrets'][number]['state']): string =>
    secrets
      .filter((secret) => secret.state === state)
      .map((secret) => wordSecret(secret.name, spec))
      .join(', ')
  const references = [
    ...variables.map(({ field, variable }) => `${wordField(field, spec)} from ${variable}`),
    ...secrets.flatMap(({ name, variable }) =>
      variable === undefined ? [] : [`${wordSecret(name, spec)} from ${variable}`],
    ),
  ]
  return [
    named('included') === '' ? [] : `Comes along: ${named('included')}.`,
    references.length === 0
      ? []
      : `Read when used${wordDestination(host)}: ${references.join(', ')}.`,
    named('missing') === '' ? [] : `Enter afterwards: ${named('missing')}.`,
  ].flat()
}

/** Why it counts as a duplicate. */
export function wordDuplicate({ same, name }: NonNullable<PreviewEndpoint['duplicate']>): string {
  return same === 'connection' ? `same address as ${name}` : `${name} is here already`
}

/** What wants a look stands first, however long the list is. */
export function cautionsFirst(endpoints: readonly PreviewEndpoint[]): readonly PreviewEndpoint[] {
  return endpoints.toSorted(
    (one, other) => Number(other.cautions.length > 0) - Number(one.cautions.length > 0),
  )
}

/** @param host `$NAME` where a variable decides it */
function wordDestination(host: string): string {
  if (host === '') return ''
  return host.startsWith('$')
    ? `, and sent to wherever ${host.slice(1)} leads`
    : `, and sent to ${host}`
}
