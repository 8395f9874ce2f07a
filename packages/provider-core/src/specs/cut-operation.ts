/** @file A pasted URL: cut back to its base, what else it says put into fields, and the person told. Browser-safe. */
import { withoutQueryNames } from '../addressing/compose-address.ts'
import { formatBaseUrl, parseBaseUrl, type BaseUrl } from '../addressing/parse-base-url.ts'
import { takeCredentials } from '../addressing/take-credentials.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { SecretName } from '../model/secret.ts'
import type { SpecId } from '../model/spec.ts'
import { getSpec, specs } from './registry.ts'
import type { PastedOperation } from './spec-definition.ts'

export interface CutUrl {
  /** What belongs into "Base URL"; empty when the other fields say it all. */
  readonly baseUrl: string
  /** What was taken off its path; empty when only credentials were taken out, or a type is offered. */
  readonly cut: string
  /** One or two sentences for under the field. */
  readonly note: string
  /** Other fields to fill at once. */
  readonly changes: Partial<EndpointFields>
  /** Model or deployment that the URL names: to add to the endpoint's models. */
  readonly modelId?: string
  /** Credentials that stood in the query: for the vault. Never show them. */
  readonly secrets: Partial<Record<SecretName, string>>
  /** The URL is of another type; a button, never done unasked. */
  readonly offer?: { readonly label: string; readonly changes: Partial<EndpointFields> }
}

/**
 * Cuts a pasted operation URL back to its base.
 *
 * @param text What stands in the field "Base URL".
 * @param specId The provider type that is chosen.
 * @returns `undefined` when there is nothing to cut, to take out or to offer, or the text is not a URL.
 */
export function cutOperation(text: string, specId: SpecId): CutUrl | undefined {
  const parsed = parseBaseUrl(text)
  if (!parsed.ok) return undefined
  const { base } = parsed
  const pasted = getSpec(specId).readPasted(base, hostnameOf(base))
  const secrets = pastedSecrets(text, specId)
  const offer = offerType(base, specId)
  const taken = Object.keys(secrets).length > 0
  if (pasted === undefined && !taken && offer === undefined) return undefined
  const result = {
    baseUrl: pasted?.base === false ? '' : keptBase(base, pasted, secrets),
    cut: pasted?.cut ?? '',
    note: describe(pasted, taken, offer?.words),
    changes: pasted?.changes ?? {},
    secrets,
  }
  return {
    ...result,
    ...(pasted?.modelId === undefined ? {} : { modelId: pasted.modelId }),
    ...(offer === undefined
      ? {}
      : { offer: { label: offer.label, changes: { spec: offer.spec } } }),
  }
}

function hostnameOf(base: BaseUrl): string {
  return new URL(base.origin).hostname
}

function keptBase(
  base: BaseUrl,
  pasted: PastedOperation | undefined,
  secrets: Partial<Record<SecretName, string>>,
): string {
  const names = new Set(Object.keys(takeCredentials(formatBaseUrl(base))?.secrets ?? {}))
  const query =
    Object.keys(secrets).length === 0
      ? (pasted?.query ?? base.query)
      : withoutQueryNames(pasted?.query ?? base.query, (name) => names.has(`query:${name}`))
  return formatBaseUrl({ origin: base.origin, path: pasted?.path ?? base.path, query })
}

/** The parameter by which a vendor takes its API key is that key; any other stays a query parameter. */
function pastedSecrets(text: string, specId: SpecId): Partial<Record<SecretName, string>> {
  const { 'query:key': key, ...others } = takeCredentials(text)?.secrets ?? {}
  if (key === undefined) return others
  return specId === 'google' ? { ...others, apiKey: key } : { ...others, 'query:key': key }
}

interface OfferedType {
  readonly spec: SpecId
  readonly label: string
  readonly words: string
}

/** The most telling paths come last in the registry (clouds), so it is searched from its end. */
function offerType(base: BaseUrl, specId: SpecId): OfferedType | undefined {
  const owner = specs.findLast((spec) => spec.ownPath.test(base.path))
  if (owner === undefined || owner.id === specId) return undefined
  if (specId === 'azure' && owner.platform === 'direct') return undefined
  return {
    spec: owner.id,
    label: `Change the type to ${owner.label}`,
    words: `This is a URL of ${owner.label}.`,
  }
}

function describe(
  pasted: PastedOperation | undefined,
  taken: boolean,
  offered: string | undefined,
): string {
  const sentences: string[] = []
  if (pasted !== undefined) {
    sentences.push(
      pasted.base
        ? 'Cut back to its base; the rest is added when a request is sent.'
        : 'A base URL is not needed: the other fields say it all.',
    )
    if (pasted.found.length > 0) sentences.push(`Taken from the URL: ${pasted.found.join(', ')}.`)
  }
  if (taken) sentences.push('The key in the URL goes to the vault, not into the settings.')
  if (offered !== undefined) sentences.push(offered)
  return sentences.join(' ')
}
