/** @file How requests of a spec are authenticated and how its streams are framed. Addresses are in `addressing/`. */
import type { Operation } from '../addressing/address.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import type { CredentialInfo } from '../model/credential.ts'
import type { EndpointFields, ResolvedEndpoint } from '../model/endpoint.ts'
import type { DialectId, PlatformId } from '../model/spec.ts'
import type { Send, SendRequest, SendResponse } from '../transport/send.ts'

/** A request that is complete but for its credentials. Header names are lower case. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: URL
  readonly headers: Record<string, string>
  /** Exact bytes that will be sent (signatures cover them). */
  readonly body: Uint8Array | undefined
}

export interface AuthContext {
  readonly resolved: ResolvedEndpoint
  readonly dialect: DialectId
  /** For platforms that fetch a token first. */
  readonly send: Send
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Tells the redactor of a secret that was derived on the way, such as an access token. */
  readonly onSecret: (value: string) => void
}

export interface BodyContext {
  /** Left out: a chat. */
  readonly operation?: Operation['kind']
  readonly dialect: DialectId
  readonly stream: boolean
  readonly anthropicVersion: string | undefined
  /** What the `anthropic-beta` headers of the endpoint and of the call name. */
  readonly anthropicBeta?: readonly string[]
  /** Which interface of the platform is called, where it has several. */
  readonly bedrockApi?: EndpointFields['bedrockApi']
}

export interface Platform {
  readonly id: PlatformId
  /** Changes the dialect's body to what the platform wants (Claude on Bedrock: no `model`, a version in the body). */
  adaptBody(body: JsonObject, context: BodyContext): JsonObject
  /** Adds credentials. Throws `ProviderError` with `missing-secret` or `credentials`. An own auth header of the user suppresses the default one. */
  authorize(
    request: UnsignedRequest,
    context: AuthContext,
  ): UnsignedRequest | Promise<UnsignedRequest>
  /** What `authorize` adds follows from settings, secrets and headers alone, and so may be kept beside them. */
  readonly hasFixedCredentials?: true
  /** Framing of a streamed answer. `aws-invoke` wraps one dialect event, base64, in each event-stream message. */
  framing(
    dialect: DialectId,
    fields?: Pick<EndpointFields, 'bedrockApi'>,
  ): 'sse' | 'aws-event-stream' | 'aws-invoke'
  /** Answers a signed request in place of the network. */
  answer?(resolved: ResolvedEndpoint, request: SendRequest): Promise<SendResponse>
  /** Makes ready what `answer` needs and says what it is, in words: takes the place of reaching a host in a check. Throws `ProviderError`. */
  prepare?(resolved: ResolvedEndpoint, signal: AbortSignal): Promise<string>
  /** The upstream refused what was sent: what was derived from these secrets, or loaded for them, is dropped. */
  forgetCredentials?(resolved: ResolvedEndpoint): void
  /** Where credentials come from and when they end, where more is to be said than which secrets are there. Fetches nothing. */
  describeCredentials?(resolved: ResolvedEndpoint): CredentialInfo | undefined
}
