/** @file Amazon Bedrock: SigV4 or an API key; Claude's bodies for Invoke; AWS event streams. */
import { ProviderError } from '../errors/provider-error.ts'
import type { CredentialInfo } from '../model/credential.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import {
  loadFromMachine,
  loadsFromMachine,
  machineKey,
  readAccessKeys,
  type LoadAwsCredentials,
} from './aws-credentials.ts'
import { adaptClaudeBody, dropVersionHeader } from './claude-body.ts'
import { describeExpiry } from './credential-words.ts'
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'
import { requireCredentialKind } from './require-credential-kind.ts'
import { signAwsRequest, type AwsCredentials } from './sign-aws-request.ts'
import { createTokenCache, type TokenCache } from './token-cache.ts'

export interface BedrockOptions {
  readonly now: () => Date
  /** Reads profiles and the default chain; without it those kinds are refused. */
  readonly loadAwsCredentials?: LoadAwsCredentials | undefined
}

interface Keys extends BedrockOptions {
  readonly cache: TokenCache<AwsCredentials>
}

/**
 * Makes the platform with a cache of its own for loaded keys.
 * Sources: Bedrock user guide "Anthropic Claude Messages API", "Use an Amazon Bedrock API key" and
 * "Endpoints supported by Amazon Bedrock".
 */
export function createBedrock(options: BedrockOptions): Platform {
  const keys: Keys = { ...options, cache: createTokenCache<AwsCredentials>(options) }
  return {
    id: 'bedrock',
    adaptBody(body, context) {
      const { dialect, bedrockApi = 'native' } = context
      return dialect === 'anthropic-messages' && bedrockApi === 'native'
        ? adaptClaudeBody(body, ['model', 'stream'], 'bedrock-2023-05-31', context)
        : body
    },
    authorize: (request, context) => authorize(request, context, keys),
    framing(dialect, { bedrockApi = 'native' } = {}) {
      if (bedrockApi !== 'native') return 'sse'
      return dialect === 'anthropic-messages' ? 'aws-invoke' : 'aws-event-stream'
    },
    forgetCredentials(resolved) {
      const kind = requireCredentialKind(resolved).id
      if (loadsFromMachine(kind)) keys.cache.delete(machineKey(kind, resolved))
    },
    describeCredentials: (resolved) => describe(resolved, keys),
  }
}

async function authorize(
  composed: UnsignedRequest,
  context: AuthContext,
  keys: Keys,
): Promise<UnsignedRequest> {
  const { resolved, now } = context
  const { endpoint, secrets } = resolved
  const native = (endpoint.bedrockApi ?? 'native') === 'native'
  const request = native ? dropVersionHeader(composed, endpoint) : composed
  if (request.headers['authorization'] !== undefined) return request
  const kind = requireCredentialKind(resolved).id
  if (kind === 'api-key') {
    const key = secrets.apiKey?.trim() ?? ''
    if (key !== '') return withHeaders(request, { authorization: `Bearer ${key}` })
    if (hasOwnCredential(request)) return request
    throw missingSecret(resolved, ['API key'])
  }
  if (kind === 'access-keys' && !hasTypedKeys(resolved)) {
    // A gateway before Bedrock may take a key of its own; beside AWS credentials it adds to the signature.
    if (hasOwnCredential(request)) return request
    const names = ['access key ID and secret access key']
    throw missingSecret(resolved, endpoint.credentialKind ? names : [...names, 'API key'])
  }
  const region = endpoint.region?.trim() ?? ''
  if (region === '') {
    throw new ProviderError({
      code: 'settings',
      message: 'Choose the AWS region, such as eu-central-1.',
    })
  }
  const credentials = loadsFromMachine(kind)
    ? await loadFromMachine(kind, context, keys.cache, keys.loadAwsCredentials)
    : readAccessKeys(resolved)
  const service = endpoint.bedrockApi === 'mantle' ? 'bedrock-mantle' : 'bedrock'
  return signAwsRequest(request, { credentials, region, service, date: now() })
}

/** True when any half of the typed keys is there. */
function hasTypedKeys({ secrets }: ResolvedEndpoint): boolean {
  return [secrets.accessKeyId, secrets.secretAccessKey].some(
    (value) => (value?.trim() ?? '') !== '',
  )
}

function describe(resolved: ResolvedEndpoint, { cache, now }: Keys): CredentialInfo | undefined {
  const kind = requireCredentialKind(resolved).id
  if (!loadsFromMachine(kind)) return undefined
  const kept = cache.peek(machineKey(kind, resolved))
  const source = kind === 'profile' ? 'aws-profile' : 'aws-chain'
  const words =
    kind === 'profile'
      ? `AWS profile ${resolved.endpoint.profile?.trim() ?? ''} of this machine`
      : "AWS's default chain on this machine"
  if (kept !== undefined && kept.expiresAt === undefined) {
    const expiry = kept.value.sessionToken === undefined ? 'fixed' : 'unknown'
    const end =
      expiry === 'fixed' ? 'keys without an end' : 'its session token does not say when it ends'
    return { source, kind, expiry, detail: `${words}; ${end}.` }
  }
  return { source, kind, ...describeExpiry(words, 'keys', kept?.expiresAt, now()) }
}
