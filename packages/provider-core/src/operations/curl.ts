/** @file A chat request as a curl command that anyone can run, with variables in place of every secret. */
import { getDialect } from '../dialects/registry.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { createRedactor } from '../errors/redact.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { SecretName, SecretValues } from '../model/secret.ts'
import type { UnsignedRequest } from '../platforms/platform.ts'
import { ownAuthOf } from '../platforms/own-auth.ts'
import { getSpec } from '../specs/registry.ts'
import { isAuthHeader } from '../specs/own-auth.ts'
import { resolveCredentialKind } from '../specs/resolve-credential-kind.ts'
import { buildRequest, composeRequest } from './build-request.ts'
import { toEncodeContext } from './encode-context.ts'
import type { ChatCall, Engine } from './engine.ts'
import { connectionOptions, nameForTls } from './curl-connection.ts'
import { quoteWord } from './shell-quote.ts'

const variables: Readonly<Partial<Record<SecretName, string>>> = {
  apiKey: 'API_KEY',
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN',
  bearerToken: 'ACCESS_TOKEN',
}

/** Stands for a secret inside the request until the command is written; then becomes `$NAME`. */
const markOf = (variable: string): string => `PATCHBAY_VARIABLE_${variable}_END`
const marks = /PATCHBAY_VARIABLE_([A-Z0-9_]+?)_END/

/**
 * Writes the request of `call` as a POSIX shell command. The request is built on the same path as
 * the one that is sent, from an endpoint whose secrets are variables, so no secret can get into it;
 * the text goes through the redactor all the same, for a key pasted elsewhere.
 *
 * The key is `$API_KEY`; credential headers and query values are `$NAME` of their own. SigV4 is left
 * to curl (`--aws-sigv4`, curl 7.75; for model ids with a colon a later one, see curl issue 16927), and
 * tokens that are fetched (Google, Entra) to `$ACCESS_TOKEN`.
 * Throws `ProviderError`.
 */
export async function toCurl(call: ChatCall, engine: Engine): Promise<string> {
  const { route, resolved, request, stream } = call
  const { endpoint, secrets } = resolved
  const { platform } = getSpec(endpoint.spec)
  if (engine.getPlatform(platform).answer !== undefined) {
    throw new ProviderError({
      code: 'invalid-request',
      message:
        'A custom handler is code and no server, so curl cannot reach it. Use the gateway, which serves it to every tool.',
    })
  }
  const dialect = getDialect(route.dialect)
  const modelId = route.upstreamModelId
  const context = toEncodeContext(endpoint, { modelId, stream })
  const { body } = dialect.encodeRequest(request, context)
  const operation = { kind: 'chat', dialect: dialect.id, modelId, stream } as const
  const plan = {
    resolved: { endpoint: { ...endpoint, allowPlainHttp: true }, secrets: markSecrets(secrets) },
    dialect,
    operation,
    body,
  }

  const scheme = curlScheme(resolved)
  let composed: UnsignedRequest
  let signing: string[] = []
  if (scheme === 'sigv4') {
    composed = composeRequest(plan, engine)
    const region = endpoint.region ?? 'us-east-1'
    const service = endpoint.bedrockApi === 'mantle' ? 'bedrock-mantle' : 'bedrock'
    signing = [
      `--aws-sigv4 ${quoteWord([`aws:amz:${region}:${service}`])}`,
      '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    ]
    // Keys of a profile may have one; curl leaves a header without a value out.
    if (secrets.sessionToken !== undefined || secrets.accessKeyId === undefined) {
      composed.headers['x-amz-security-token'] = markOf('AWS_SESSION_TOKEN')
    }
  } else if (scheme === 'token') {
    composed = composeRequest(plan, engine)
    const own = endpoint.auth?.scheme === 'command' ? endpoint.auth.headerName : undefined
    const value = `${own === undefined ? 'Bearer ' : ''}${markOf('ACCESS_TOKEN')}`
    composed.headers[own?.toLowerCase() ?? 'authorization'] ??= value
  } else {
    const options = { signal: new AbortController().signal, redactor: createRedactor() }
    composed = await buildRequest(plan, engine, options)
  }
  const headers = Object.entries(composed.headers).filter(([name]) => name !== 'user-agent')
  const command = [
    `curl --globoff${stream ? ' --no-buffer' : ''} ${quoteMarked(nameForTls(composed.url, endpoint).href)}`,
    ...connectionOptions(resolved, composed.url),
    ...signing,
    ...headers.map(([name, value]) =>
      value === '' ? `-H ${quoteWord([`${name};`])}` : `-H ${quoteMarked(`${name}: ${value}`)}`,
    ),
    ...(composed.body === undefined
      ? []
      : [`--data-raw ${quoteMarked(new TextDecoder().decode(composed.body))}`]),
  ].join(' \\\n  ')
  return createRedactor(Object.values(secrets)).text(command)
}

/** What stands in for signing and for tokens that are fetched; `undefined` when the request needs neither. */
function curlScheme(resolved: ResolvedEndpoint): 'sigv4' | 'token' | undefined {
  const { endpoint, secrets } = resolved
  if (Object.keys({ ...endpoint.headers, ...plainNames(secrets) }).some(isAuthHeader))
    return undefined
  const auth = ownAuthOf(resolved)
  if (auth !== undefined) return auth.scheme === 'command' ? 'token' : undefined
  switch (resolveCredentialKind(endpoint, secrets)?.id) {
    case 'access-keys':
    case 'profile':
    case 'default-chain':
      return 'sigv4'
    case 'service-account':
    case 'adc':
    case 'entra-client':
      return 'token'
    default:
      return undefined
  }
}

/** Names of the secret headers, without their prefix. */
function plainNames(secrets: SecretValues): Record<string, true> {
  const names = Object.keys(secrets).filter((name) => name.startsWith('header:'))
  return Object.fromEntries(names.map((name) => [name.slice('header:'.length), true]))
}

function markSecrets(secrets: SecretValues): SecretValues {
  return Object.fromEntries(
    Object.keys(secrets).map((name) => {
      const variable = variables[name as SecretName] ?? name.replace(/^\w+:/, '')
      return [name, markOf(variable.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_'))]
    }),
  )
}

function quoteMarked(text: string): string {
  return quoteWord(
    text.split(marks).map((part, index) => (index % 2 === 0 ? part : { variable: part })),
  )
}
