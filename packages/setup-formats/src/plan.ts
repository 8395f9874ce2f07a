/**
 * @file What a set-up in some file amounts to here: endpoints, secrets, aliases, modes, and a report of every
 * path of the file. A plan changes nothing; the host previews it and saves what the person accepted.
 */
import type { EndpointFields, GatewayAlias, SecretName } from '@patchbay/provider-core/model'

export const setupFormats = [
  'litellm',
  'environment',
  'librechat',
  'opencode',
  'vscode',
  'bundle',
] as const
export type SetupFormat = (typeof setupFormats)[number]

/** A secret as the file has it: the value itself, or the name of the environment variable that holds it. */
export type PlannedSecret =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'environment'; readonly variable: string }

export interface PlannedEndpoint {
  /** Names it within the plan. */
  readonly key: string
  /** References to variables stand in `fields.environment.fields` for fields, and in `secrets` for secrets. */
  readonly fields: EndpointFields
  readonly secrets: Readonly<Partial<Record<SecretName, PlannedSecret>>>
  /** Secrets that it needs and the file does not hold: to be entered afterwards. */
  readonly missing: readonly SecretName[]
}

/** `endpoint`: key of a planned endpoint. */
export type PlannedTarget =
  | { readonly endpoint: string; readonly modelId: string }
  | { readonly providerId: string; readonly modelId: string }

/** A gateway alias whose targets name planned endpoints. */
export type PlannedAlias = Omit<GatewayAlias, 'targets' | 'fallbacks'> & {
  readonly targets: readonly { readonly address: PlannedTarget; readonly weight: number }[]
  readonly fallbacks: readonly PlannedTarget[]
}

/** What became of one path of the file. */
export const outcomes = ['exact', 'approximate', 'by-hand', 'unsupported'] as const
export type Outcome = (typeof outcomes)[number]

export interface ReportLine {
  /** Such as `model_list[0].litellm_params.api_base`, or the name of a variable. Never a value. */
  readonly path: string
  readonly outcome: Outcome
  /** `approximate`: how; `by-hand`: what to do; `unsupported`: why. Left out where it is exact. */
  readonly message?: string
  /** Key of the endpoint, or name of the alias, that it went into. */
  readonly into?: string
}

export interface SetupPlan {
  readonly format: SetupFormat
  readonly endpoints: readonly PlannedEndpoint[]
  readonly aliases: readonly PlannedAlias[]
  /** Provider id → the planned endpoint that its mode points at. */
  readonly modes: Readonly<Record<string, string>>
  /** Keys of official APIs, by provider id. */
  readonly officialKeys: Readonly<Record<string, PlannedSecret>>
  /** In the order of the file; every path that a person can write is in it once. */
  readonly report: readonly ReportLine[]
}

export interface SetupSource {
  readonly text: string
  /** Name of the file, if it has one: helps to tell the format. */
  readonly fileName?: string | undefined
  /** The format, where the person chose it; else it is found out. */
  readonly format?: SetupFormat | undefined
  /** Texts of the files that it includes, by the path that it names; `undefined` where there is none. */
  readonly readInclude?: ((path: string) => string | undefined) | undefined
}

/**
 * `message`: what is wrong and where, in words that say what to do. `sealed`: nothing is wrong; the host opens
 * it with the passphrase (`sealedBundleSchema`) and parses what was in it.
 */
export type ParsedSetup =
  | { readonly ok: true; readonly plan: SetupPlan }
  | { readonly ok: false; readonly message: string; readonly sealed?: true }
