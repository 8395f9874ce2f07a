/** @file Amazon Bedrock: SigV4 or an API key; Claude's bodies for Invoke; AWS event streams. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { adaptClaudeBody, dropVersionHeader } from './claude-body.ts'
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'
import { signAwsRequest, type AwsCredentials } from './sign-aws-request.ts'

/** Sources: Bedrock user guide "Anthropic Claude Messages API" and "Use an Amazon Bedrock API key". */
export const bedrock: Platform = {
  id: 'bedrock',
  adaptBody: (body, { dialect, anthropicVersion }) =>
    dialect === 'anthropic-messages'
      ? adaptClaudeBody(body, ['model', 'stream'], anthropicVersion ?? 'bedrock-2023-05-31')
      : body,
  authorize,
  framing: (dialect) => (dialect === 'anthropic-messages' ? 'aws-invoke' : 'aws-event-stream'),
}

async function authorize(
  composed: UnsignedRequest,
  context: AuthContext,
): Promise<UnsignedRequest> {
  const { resolved, now } = context
  const request = dropVersionHeader(composed, resolved.endpoint)
  if (request.headers['authorization'] !== undefined) return request
  const credentials = readAccessKeys(resolved)
  if (credentials !== undefined) {
    const region = resolved.endpoint.region?.trim() ?? ''
    if (region === '')
      throw new ProviderError({
        code: 'settings',
        message: 'Choose the AWS region, such as eu-central-1.',
      })
    return signAwsRequest(request, { credentials, region, service: 'bedrock', date: now() })
  }
  const key = resolved.secrets.apiKey?.trim() ?? ''
  if (key !== '') return withHeaders(request, { authorization: `Bearer ${key}` })
  // A gateway before Bedrock may take a key of its own; beside AWS credentials it adds to the signature.
  if (hasOwnCredential(request)) return request
  throw missingSecret(resolved, ['access key ID and secret access key', 'API key'])
}

/** Access keys go before an API key. `undefined` when neither half is there. */
function readAccessKeys(resolved: ResolvedEndpoint): AwsCredentials | undefined {
  const { secrets } = resolved
  const accessKeyId = secrets.accessKeyId?.trim() ?? ''
  const secretAccessKey = secrets.secretAccessKey?.trim() ?? ''
  const sessionToken = secrets.sessionToken?.trim() ?? ''
  if (accessKeyId === '' && secretAccessKey === '') return undefined
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
