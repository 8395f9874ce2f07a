/** @file How requests of a spec are authenticated and how its streams are framed. Addresses are in `addressing/`. */
import type { JsonObject } from '../dialects/dialect.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { DialectId, PlatformId } from '../model/spec.ts'
import type { Send } from '../transport/send.ts'

/** A request that is complete but for its credentials. Header names are lower case. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'POST'
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

export interface Platform {
  readonly id: PlatformId
  /** Changes the dialect's body to what the platform wants (Claude on Bedrock: no `model`, a version in the body). */
  adaptBody(
    body: JsonObject,
    context: { dialect: DialectId; stream: boolean; anthropicVersion: string | undefined },
  ): JsonObject
  /** Adds credentials. Throws `ProviderError` with `missing-secret` or `credentials`. An own auth header of the user suppresses the default one. */
  authorize(request: UnsignedRequest, context: AuthContext): Promise<UnsignedRequest>
  /** Framing of a streamed answer. `aws-invoke` wraps one dialect event, base64, in each event-stream message. */
  framing(dialect: DialectId): 'sse' | 'aws-event-stream' | 'aws-invoke'
  /** The upstream answered 401: what was derived from these secrets (an access token) is dropped. */
  forgetCredentials?(resolved: ResolvedEndpoint): void
}
