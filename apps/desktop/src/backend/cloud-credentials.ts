/**
 * @file What this machine has of cloud credentials: AWS profiles and the default chain, Google's
 * application-default credentials. The vendors' libraries are loaded, and files and environment read,
 * only when an endpoint's credential kind asks for it.
 */
import type { LoadAwsCredentials, LoadGoogleToken } from '@patchbay/provider-core'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const cloudPlatform = 'https://www.googleapis.com/auth/cloud-platform'

/**
 * Reads a profile of the AWS configuration (keys, SSO, role, process), or asks AWS's default chain.
 * The files are read anew each time, so that a sign-in on the command line counts at once.
 */
export const loadAwsCredentials: LoadAwsCredentials = async (source) => {
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const options = { ignoreCache: true, logger: silent }
  const provide = source.chain
    ? fromNodeProviderChain(options)
    : fromIni({ ...options, profile: source.profile })
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provide()
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt: expiration }
}

export interface GoogleTokenOptions {
  /** Where a person's sign-in is exchanged for a token; Google's own endpoint when left out. */
  readonly oauth2TokenUrl?: string
}

/** Makes the loader of tokens from application-default credentials: own sign-in, workload identity, metadata server. */
export function createGoogleTokenLoader(options: GoogleTokenOptions = {}): LoadGoogleToken {
  return async () => {
    const { GoogleAuth } = await import('google-auth-library')
    const { oauth2TokenUrl } = options
    const auth = new GoogleAuth({
      scopes: cloudPlatform,
      // The endpoint names its project; without one here the library would run gcloud to find it.
      projectId: 'named-by-the-endpoint',
      ...(oauth2TokenUrl === undefined ? {} : { clientOptions: { endpoints: { oauth2TokenUrl } } }),
    })
    const client = await auth.getClient()
    const { token } = await client.getAccessToken()
    if (typeof token !== 'string' || token === '') throw new Error('there was no access token.')
    const { expiry_date: expiry } = client.credentials
    return {
      token,
      expiresAt: typeof expiry === 'number' ? new Date(expiry) : undefined,
      quotaProject: client.quotaProjectId,
    }
  }
}
