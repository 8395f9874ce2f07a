/** @file Access keys for SigV4: typed ones from the vault, or those that the host loads from this machine. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { missingSecret } from './missing-secret.ts'
import type { AuthContext } from './platform.ts'
import type { AwsCredentials } from './sign-aws-request.ts'
import { cacheKey, type TokenCache } from './token-cache.ts'

export interface LoadedAwsCredentials extends AwsCredentials {
  /** When they end; `undefined` for keys without an end, or when their source does not say. */
  readonly expiresAt: Date | undefined
}

/**
 * Loads credentials that this machine has. Only called for an endpoint whose credential kind says so.
 * What it throws becomes a `credentials` error with its message.
 */
export type LoadAwsCredentials = (
  source: /** One profile of the AWS configuration, and nothing else. */
    | { readonly profile: string; readonly chain: false }
    /** AWS's default chain. */
    | { readonly profile?: never; readonly chain: true },
) => Promise<LoadedAwsCredentials>

/** Credential kinds whose keys the host loads. */
export function loadsFromMachine(kindId: string): kindId is 'profile' | 'default-chain' {
  return kindId === 'profile' || kindId === 'default-chain'
}

/** Cache key of the keys that the host loads for an endpoint. */
export function machineKey(
  kindId: 'profile' | 'default-chain',
  { endpoint }: ResolvedEndpoint,
): string {
  return cacheKey([kindId, kindId === 'profile' ? endpoint.profile?.trim() : undefined])
}

/** The keys of a profile or of the chain, from `cache` while they last. Throws `ProviderError` with `credentials`. */
export async function loadFromMachine(
  kindId: 'profile' | 'default-chain',
  context: Pick<AuthContext, 'resolved' | 'signal' | 'onSecret'>,
  cache: TokenCache<AwsCredentials>,
  load: LoadAwsCredentials | undefined,
): Promise<AwsCredentials> {
  const { resolved, signal, onSecret } = context
  const { endpoint } = resolved
  const profile = endpoint.profile?.trim() ?? ''
  if (kindId === 'profile' && profile === '') {
    throw new ProviderError({
      code: 'settings',
      message: `Type the AWS profile that ${endpoint.name} uses.`,
    })
  }
  const source = kindId === 'profile' ? `The AWS profile ${profile}` : "AWS's default chain"
  if (load === undefined) {
    throw new ProviderError({
      code: 'credentials',
      message: `${source} cannot be read here. Use access keys or an API key.`,
    })
  }
  const keys = await cache.get(machineKey(kindId, resolved), signal, async () => {
    const { expiresAt, ...value } = await load(
      kindId === 'profile' ? { profile, chain: false } : { chain: true },
    ).catch((error: unknown) => {
      const words = error instanceof Error ? error.message.slice(0, 300) : 'it cannot be read.'
      throw new ProviderError({
        code: 'credentials',
        message: `${source} gave no credentials: ${words}`,
        cause: error,
      })
    })
    return { value, expiresAt: expiresAt?.getTime() }
  })
  onSecret(keys.secretAccessKey)
  if (keys.sessionToken !== undefined) onSecret(keys.sessionToken)
  return keys
}

/** The typed keys. Throws `ProviderError` with `missing-secret` naming what is not there. */
export function readAccessKeys(resolved: ResolvedEndpoint): AwsCredentials {
  const { secrets } = resolved
  const accessKeyId = secrets.accessKeyId?.trim() ?? ''
  const secretAccessKey = secrets.secretAccessKey?.trim() ?? ''
  const sessionToken = secrets.sessionToken?.trim() ?? ''
  if (accessKeyId === '') throw missingSecret(resolved, ['access key ID'])
  if (secretAccessKey === '') throw missingSecret(resolved, ['secret access key'])
  if (accessKeyId.startsWith('ASIA') && sessionToken === '') {
    throw new ProviderError({
      code: 'missing-secret',
      message: `The access key ID of ${resolved.endpoint.name} is a temporary one (ASIA…), which needs its session token too.`,
    })
  }
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: sessionToken === '' ? undefined : sessionToken,
  }
}
