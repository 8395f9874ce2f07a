/** @file The result of addressing an operation, in parts so that a preview can stress what was added. Browser-safe. */
import type { FieldIssue } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'

export type Operation =
  | {
      readonly kind: 'chat'
      readonly dialect: DialectId
      readonly modelId: string
      readonly stream: boolean
    }
  | CountOperation
  | EmbedOperation
  | { readonly kind: 'image'; readonly modelId: string }
  /** Legacy text completion. */
  | { readonly kind: 'complete'; readonly modelId: string; readonly stream: boolean }
  /** `pageToken`: from the page before. */
  | { readonly kind: 'list-models'; readonly pageToken?: string; readonly list?: ModelList }

/** Counts the tokens of a chat request in its wire format. */
export interface CountOperation {
  readonly kind: 'count-tokens'
  readonly dialect: DialectId
  readonly modelId: string
}

export interface EmbedOperation {
  readonly kind: 'embed'
  readonly modelId: string
  /** Google has several methods; `undefined` with everyone else. */
  readonly method?: GoogleEmbedMethod | undefined
}

export type GoogleEmbedMethod = 'embedContent' | 'batchEmbedContents' | 'predict'

/** Lists of a spec besides its first one: Bedrock's inference profiles, AWS's own and the account's. */
export type ModelList = 'inference-profiles' | 'application-inference-profiles'

export interface Address {
  readonly method: 'GET' | 'POST'
  /** Full URL, with the endpoint's own query parameters. */
  readonly url: string
  /** The same URL in pieces; `added` marks what Patchbay put behind (or into) what was typed. */
  readonly parts: readonly { readonly text: string; readonly added: boolean }[]
}

/** The fields do not make an address. Expected while typing; carries what to say under which field. */
export class AddressError extends Error {
  override readonly name = 'AddressError'
  readonly issues: readonly FieldIssue[]
  constructor(issues: readonly FieldIssue[]) {
    super(issues.map((issue) => issue.message).join(' '))
    this.issues = issues
  }
}
