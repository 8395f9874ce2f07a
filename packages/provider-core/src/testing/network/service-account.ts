import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** The JSON that Google's console gives for a service account. */
export interface ServiceAccountJson {
  type: 'service_account'
  project_id: string
  private_key_id: string
  private_key: string
  client_email: string
  client_id: string
  auth_uri: string
  token_uri: string
  universe_domain: string
}

export interface ServiceAccount {
  json: ServiceAccountJson
  /** The JSON as text, as a user would paste it. */
  text: string
  publicKey: KeyObject
}

/**
 * Makes an RSA key pair and the service-account JSON around it.
 * @param options.tokenUri where its tokens are to be had, e.g. a strict fake's `/token`.
 */
export async function createServiceAccount(options: {
  tokenUri: string
  projectId?: string
  clientEmail?: string
}): Promise<ServiceAccount> {
  const { tokenUri, projectId = 'fake-project' } = options
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const json: ServiceAccountJson = {
    type: 'service_account',
    project_id: projectId,
    private_key_id: 'fakekeyid0000000000000000000000000000001',
    private_key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: options.clientEmail ?? `tester@${projectId}.iam.gserviceaccount.com`,
    client_id: '100000000000000000001',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: tokenUri,
    universe_domain: 'googleapis.com',
  }
  return { json, text: JSON.stringify(json, null, 2), publicKey: pair.publicKey }
}
