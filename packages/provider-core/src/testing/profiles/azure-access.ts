/** @file Who may call a fake Azure resource: a key, a fixed token, or tokens of an Entra application by scope. */
import { randomBytes } from 'node:crypto'
import type { AzureForm, AzureOptions, EntraApplication } from '../server/options.ts'
import { RefusedRequest } from '../server/refusal.ts'
import type { SeenRequest } from '../server/seen-request.ts'

export interface AzureAccess {
  readonly secrets: Record<string, string>
  readonly settings: Record<string, string>
  /** The answer to a token request; `undefined` for any other one. @throws RefusedRequest */
  issueToken(request: SeenRequest): object | undefined
  /** Credential headers that a request must carry with exactly these values. @throws RefusedRequest */
  expectedHeaders(request: SeenRequest, form: AzureForm): Record<string, string>
}

const scopes: Readonly<Record<AzureForm, string>> = {
  v1: 'https://ai.azure.com/.default',
  claude: 'https://ai.azure.com/.default',
  dated: 'https://cognitiveservices.azure.com/.default',
  responses: 'https://cognitiveservices.azure.com/.default',
}

export function createAzureAccess(options: AzureOptions, origin: string): AzureAccess {
  const { apiKey = 'azure-fake-key', auth } = options
  if (auth !== undefined && 'entra' in auth) return createEntraAccess(auth.entra, origin)
  if (auth !== undefined) {
    const authorization = `Bearer ${auth.bearer}`
    return {
      secrets: { bearerToken: auth.bearer },
      settings: { credentialKind: 'bearer-token' },
      issueToken: () => undefined,
      expectedHeaders: () => ({ authorization }),
    }
  }
  return {
    secrets: { apiKey },
    settings: {},
    issueToken: () => undefined,
    expectedHeaders: (request, form) => ({ [keyHeader(request, form)]: apiKey }),
  }
}

/** Claude on Azure takes the key as `x-api-key` too, which its own SDK sends. */
function keyHeader(request: SeenRequest, form: AzureForm): 'x-api-key' | 'api-key' {
  return form === 'claude' && 'x-api-key' in request.headers ? 'x-api-key' : 'api-key'
}

function createEntraAccess(application: EntraApplication, origin: string): AzureAccess {
  const { tenantId, clientId, clientSecret, tokenLifetimeSeconds = 3600 } = application
  const issued = new Map<string, { scope: string; endsAt: number }>()
  return {
    secrets: { clientSecret },
    settings: { credentialKind: 'entra-client', tenantId, clientId, authority: origin },
    issueToken(request) {
      if (request.path !== `/${tenantId}/oauth2/v2.0/token`) return undefined
      const scope = checkForm(request, application)
      const token = `eyFake.${randomBytes(12).toString('hex')}`
      issued.set(token, { scope, endsAt: Date.now() + tokenLifetimeSeconds * 1000 })
      return { token_type: 'Bearer', expires_in: tokenLifetimeSeconds, access_token: token }
    },
    expectedHeaders(request, form) {
      const authorization = request.headers['authorization'] ?? ''
      const token = issued.get(authorization.replace(/^Bearer /, ''))
      if (token === undefined) throw refuseToken('expected a Bearer token that was issued here')
      if (token.endsAt <= Date.now()) throw refuseToken('the access token has expired')
      if (token.scope !== scopes[form]) {
        throw refuseToken(`expected a token for ${scopes[form]}, got one for ${token.scope}`)
      }
      return { authorization }
    },
  }
}

function refuseToken(message: string): RefusedRequest {
  return new RefusedRequest('credentials', 401, message)
}

/** @returns the scope asked for. */
function checkForm(request: SeenRequest, { clientId, clientSecret }: EntraApplication): string {
  const form = new URLSearchParams(request.bodyText)
  const expected = { grant_type: 'client_credentials', client_id: clientId }
  for (const [name, value] of Object.entries(expected)) {
    if (form.get(name) !== value) {
      throw new RefusedRequest('token', 400, `expected the form field ${name} to be \`${value}\``)
    }
  }
  if (request.method !== 'POST' || 'authorization' in request.headers) {
    throw new RefusedRequest('token', 400, 'expected a POST without authorization')
  }
  if (form.get('client_secret') !== clientSecret) {
    throw new RefusedRequest('token', 401, 'AADSTS7000215: Invalid client secret provided.')
  }
  const scope = form.get('scope') ?? ''
  if (Object.values(scopes).includes(scope)) return scope
  throw new RefusedRequest('token', 400, `AADSTS70011: the scope \`${scope}\` is not valid.`)
}
