import type { BedrockApi } from '../../model/endpoint.ts'
import type { Behaviour } from './behaviour.ts'
import type { CertificateKind } from '../network/certificates.ts'
import type { ServiceAccount } from '../network/service-account.ts'

/** What every spec of the strict fake can be told to expect and to do. */
export interface CommonOptions {
  /** TCP port; 0 or nothing for a free one. */
  port?: number
  /** Path that stands before the spec's own path, e.g. `/team-a/proxy`. */
  basePath?: string
  /** Query of the base URL: required on every request, and part of `expectations.baseUrl`. */
  baseUrlQuery?: Record<string, string>
  /** Custom query parameters: required on every request. */
  query?: Record<string, string>
  /** Custom headers: required on every request with exactly these values. */
  headers?: Record<string, string>
  /** Headers that are otherwise refused (cookies, forwarding) and may come all the same. */
  allowHeaders?: string[]
  /** The upstream model ids that exist; nothing means that every id is taken. */
  models?: string[]
  /**
   * Top-level body keys beyond the dialect's own: names may come, an object's values must come.
   * `messages.<key>` names a key that OpenAI chat messages may have besides.
   */
  extraBody?: string[] | Record<string, unknown>
  /** False refuses system instructions, as some servers do. Default true. */
  supportsSystemMessage?: boolean
  /** What generation requests get when nothing is queued. Default: a good reply. */
  behaviour?: Behaviour
  /** What model lists get. Default: the list. */
  modelListBehaviour?: Behaviour
  /** Models a page of the list, where the dialect has pages. Default 1000. */
  pageSize?: number
  /** Serve over TLS with a certificate of this kind. */
  tls?: CertificateKind
}

export interface AnthropicOptions extends CommonOptions {
  spec: 'anthropic'
  apiKey?: string
  /** The version header's only value; `either` takes both that exist. Default `2023-06-01`. */
  anthropicVersion?: string
}

export interface OpenAIOptions extends CommonOptions {
  spec: 'openai-chat-completions' | 'openai-responses'
  /** The Bearer key; an empty string means that no Authorization may come. */
  apiKey?: string
  /** `fastapi` answers every wrong path with 404 `{"detail":"Not Found"}`, as vLLM does. */
  notFound?: 'openai' | 'fastapi'
}

export interface GoogleOptions extends CommonOptions {
  spec: 'google'
  apiKey?: string
  /** Path segment of the API version. Default `v1beta`. */
  version?: 'v1' | 'v1alpha' | 'v1beta'
}

export interface AzureOptions extends CommonOptions {
  spec: 'azure'
  apiKey?: string
  /** The dated version that must come on dated paths. Default `2024-10-21`. */
  apiVersion?: string
  /** In place of the key: a fixed token, or tokens that this server issues to an Entra application at `/{tenant}/oauth2/v2.0/token`. */
  auth?: { bearer: string } | { entra: EntraApplication }
  /** The forms that this resource serves; others get 404. Default all. */
  forms?: AzureForm[]
}

export interface EntraApplication {
  tenantId: string
  clientId: string
  clientSecret: string
  /** Default 3600. */
  tokenLifetimeSeconds?: number
}

export type AzureForm = 'dated' | 'v1' | 'responses' | 'claude'

export interface BedrockOptions extends CommonOptions {
  spec: 'amazon-bedrock'
  region?: string
  credentials?:
    | { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
    | { apiKey: string }
  /** Which of Bedrock's interfaces is served. Default `native`. */
  api?: BedrockApi
  /** `anthropic_version` that must stand in an Invoke body. Default `bedrock-2023-05-31`. */
  anthropicVersion?: string
}

export interface VertexOptions extends CommonOptions {
  spec: 'google-vertex'
  projectId?: string
  location?: string
  /** Default: a new one whose `token_uri` is this server's `/token`. */
  serviceAccount?: ServiceAccount
  /** In place of the service account: an express key (no project, no location), or an access token got elsewhere. */
  auth?: { expressKey: string } | { accessToken: string }
  /** Lifetime of an access token in seconds. Default 3600. */
  tokenLifetimeSeconds?: number
  /** What the token endpoint gets. Default: a token. */
  tokenBehaviour?: Behaviour
  /** `anthropic_version` that must stand in a Claude body. Default `vertex-2023-10-16`. */
  anthropicVersion?: string
}

export type StrictUpstreamOptions =
  | AnthropicOptions
  | OpenAIOptions
  | GoogleOptions
  | AzureOptions
  | BedrockOptions
  | VertexOptions

export type StrictSpec = StrictUpstreamOptions['spec']
