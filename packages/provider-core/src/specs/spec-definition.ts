/** @file What one spec is: its words, its fields, its platform, and the dialect that it picks for a model. Browser-safe. */
import type { BedrockApi, EndpointFields, FieldIssue } from '../model/endpoint.ts'
import type { FieldSecretName } from '../model/secret.ts'
import type { DialectId, PlatformId, SpecId } from '../model/spec.ts'
import type { Address, ModelList, Operation } from '../addressing/address.ts'
import type { BaseUrl } from '../addressing/parse-base-url.ts'

/** A text field that a spec, or one of its ways to authenticate, has besides name, base URL and mapping. */
export interface SpecField {
  readonly name:
    | 'resourceName'
    | 'apiVersion'
    | 'region'
    | 'profile'
    | 'projectId'
    | 'location'
    | 'tenantId'
    | 'clientId'
    | 'authority'
    | 'tokenScope'
  readonly label: string
  readonly required: boolean
  readonly placeholder?: string
  readonly hint?: string
  /** Known values to offer; any other may be typed. */
  readonly suggestions?: readonly { readonly value: string; readonly label: string }[]
}

/** A setting with a closed list of values; the first holds where none is chosen. */
export interface SpecChoice {
  readonly name: 'bedrockApi'
  readonly label: string
  readonly hint?: string
  readonly values: readonly { readonly value: BedrockApi; readonly label: string }[]
}

/** A setting that is on or off; off where nothing is said. */
export interface SpecSwitch {
  readonly name: 'fips'
  readonly label: string
  readonly hint?: string
}

export interface SpecSecret {
  readonly name: FieldSecretName
  readonly label: string
  readonly hint?: string
  /** A JSON document: pasted or dropped into a text area. */
  readonly multiline?: boolean
}

/** One way to authenticate; a spec with several lets the person choose. */
export interface CredentialKind {
  /** What `credentialKind` of an endpoint names. */
  readonly id: string
  readonly label: string
  /** One line under the choice. */
  readonly hint?: string
  /** Text fields that only this kind has. */
  readonly fields?: readonly SpecField[]
  /** Fields of the spec that this kind does without. */
  readonly without?: readonly SpecField['name'][]
  /** Holds only where `credentialKind` names it, never because of what is filled in: it uses what this machine has, or calls another address. */
  readonly onlyByName?: boolean
  /** Secrets of this kind; the required ones must be there before a request can be signed. */
  readonly secrets: readonly (SpecSecret & { readonly required: boolean })[]
}

/** A pasted operation URL, read by the rules of one spec. */
export interface PastedOperation {
  /** Path and query that belong into the base URL; `base: false` when other fields say it all. */
  readonly path: string
  readonly query: string
  readonly base: boolean
  /** What was taken off the path. */
  readonly cut: string
  /** Fields that the URL fills. */
  readonly changes: Partial<EndpointFields>
  /** Model (or deployment) that the URL names. */
  readonly modelId?: string
  /** What was found, in words, such as "API version 2024-10-21". */
  readonly found: readonly string[]
}

export interface SpecDefinition {
  readonly id: SpecId
  /** As the window shows it: "OpenAI (Chat Completions)". */
  readonly label: string
  /** One line on what it is for. */
  readonly purpose: string
  readonly platform: PlatformId
  /** `fallback`: the base URL may be left out because it follows from other fields. */
  readonly baseUrl: 'required' | 'fallback'
  /** An example for the empty field. */
  readonly baseUrlPlaceholder: string
  readonly fields: readonly SpecField[]
  readonly choices?: readonly SpecChoice[]
  readonly switches?: readonly SpecSwitch[]
  readonly credentials: readonly CredentialKind[]
  /** Wire formats that the person may choose in place of the one picked by default. */
  readonly dialectChoices: readonly DialectId[]
  /** The wire format for a model id as the endpoint expects it. */
  resolveDialect(
    fields: Pick<EndpointFields, 'dialect' | 'baseUrl' | 'bedrockApi'>,
    upstreamModelId: string,
  ): DialectId
  /** Issues with the fields that this spec needs; empty when requests can be addressed. */
  checkFields(fields: EndpointFields): FieldIssue[]
  /** Where an operation is sent. `undefined` when the spec has no such operation. Throws `AddressError`. */
  address(fields: EndpointFields, operation: Operation): Address | undefined
  /** Requests of Google's format may carry labels. */
  readonly takesLabels?: boolean
  /** Model lists besides the first one; what they hold is listed with it. */
  readonly furtherLists?: readonly ModelList[]
  /** What will probably not work with a model id that can be sent all the same; `undefined` when nothing is known. */
  warnAboutModel?(fields: EndpointFields, upstreamModelId: string): string | undefined
  /** Reads a pasted operation URL; `undefined` when it is a base already. */
  readPasted(base: BaseUrl, hostname: string): PastedOperation | undefined
  /** Matches paths that only this spec has, so that a URL pasted under another one can be told. */
  readonly ownPath: RegExp
}
