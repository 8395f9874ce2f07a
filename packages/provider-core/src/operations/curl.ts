/** @file A chat request as a curl command that anyone can run, with variables in place of every secret. */
import { getDialect } from '../dialects/registry.ts'
import { createRedactor } from '../errors/redact.ts'
import type { SecretName, SecretValues } from '../model/secret.ts'
import type { UnsignedRequest } from '../platforms/platform.ts'
import { isAuthHeader } from '../specs/own-auth.ts'
import { getSpec } from '../specs/registry.ts'
import { buildRequest, composeRequest } from './build-request.ts'
import type { ChatCall, Engine } from './engine.ts'
import { quoteWord } from './shell-quote.ts'

const variables: Readonly<Partial<Record<SecretName, string>>> = {
  apiKey: 'API_KEY',
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN',
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
 * Google's OAuth to `$ACCESS_TOKEN`.
 * Throws `ProviderError`.
 */
export async function toCurl(call: ChatCall, engine: Engine): Promise<string> {
  const { route, resolved, request, stream } = call
  const { endpoint, secrets } = resolved
  const dialect = getDialect(route.dialect)
  const modelId = route.upstreamModelId
  const { supportsSystemMessage } = endpoint
  const { body } = dialect.encodeRequest(request, { modelId, stream, supportsSystemMessage })
  const operation = { kind: 'chat', dialect: dialect.id, modelId, stream } as const
  const plan = {
    resolved: { endpoint: { ...endpoint, allowPlainHttp: true }, secrets: markSecrets(secrets) },
    dialect,
    operation,
    body,
  }

  const { platform } = getSpec(endpoint.spec)
  const hasOwnAuth = Object.keys({ ...endpoint.headers, ...plainNames(secrets) }).some(isAuthHeader)
  const signsItself = secrets.apiKey !== undefined || hasOwnAuth
  let composed: UnsignedRequest
  let signing: string[] = []
  if (platform === 'bedrock' && !signsItself) {
    composed = composeRequest(plan, engine)
    const region = endpoint.region ?? 'us-east-1'
    signing = [
      `--aws-sigv4 ${quoteWord([`aws:amz:${region}:bedrock`])}`,
      '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    ]
    if (secrets.sessionToken !== undefined || endpoint.profile !== undefined) {
      composed.headers['x-amz-security-token'] = markOf('AWS_SESSION_TOKEN')
    }
  } else if (platform === 'vertex' && !signsItself) {
    composed = composeRequest(plan, engine)
    composed.headers['authorization'] ??= `Bearer ${markOf('ACCESS_TOKEN')}`
  } else {
    const options = { signal: new AbortController().signal, redactor: createRedactor() }
    composed = await buildRequest(plan, engine, options)
  }
  const headers = Object.entries(composed.headers).filter(([name]) => name !== 'user-agent')
  const command = [
    `curl --globoff${stream ? ' --no-buffer' : ''} ${quoteMarked(composed.url.href)}`,
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
