/** @file `options` of a provider of opencode: what its npm package is told. */
import type { EnvironmentField, SecretName } from '@patchbay/provider-core/model'
import { putCalledUrl } from '../called-url.ts'
import {
  approximate,
  byHand,
  exact,
  putBaseUrl,
  putField,
  putHeader,
  putSecret,
  putText,
  tell,
  unsupported,
  type EndpointDraft,
  type ReadText,
  type Told,
} from '../endpoint-draft.ts'
import type { Report } from '../report.ts'
import { fieldsOf, tellRest, textOf, type Source } from '../source.ts'

/** `{env:NAME}` and `{file:path}`. What a file holds is nothing that a plan can read. */
export function readReference(text: string): ReadText {
  const variable = /^\{env:([A-Za-z_]\w*)\}$/.exec(text.trim())?.[1]
  if (variable !== undefined) return { kind: 'variable', variable }
  return /\{(?:env|file):[^}]*\}/.test(text) ? { kind: 'mixed' } : { kind: 'text', text }
}

const secretOptions: Readonly<Record<string, SecretName>> = {
  apiKey: 'apiKey',
  accessKeyId: 'accessKeyId',
  secretAccessKey: 'secretAccessKey',
  sessionToken: 'sessionToken',
}

const textOptions: Readonly<Record<string, EnvironmentField>> = {
  region: 'region',
  profile: 'profile',
  project: 'projectId',
  location: 'location',
  resourceName: 'resourceName',
  apiVersion: 'apiVersion',
}

export function readOptions(options: Source, draft: EndpointDraft, report: Report): void {
  for (const [key, setting] of fieldsOf(options)) {
    if (key === 'headers') readHeaders(setting, draft, report)
    else if (key !== 'baseURL' && key !== 'endpoint')
      tell(report, setting.path, readOption(key, setting, draft), draft.key)
  }
  tellRest(report, options, draft.key)
}

function readOption(key: string, setting: Source, draft: EndpointDraft): Told {
  const text = textOf(setting)
  const secret = Object.hasOwn(secretOptions, key) ? secretOptions[key] : undefined
  if (secret !== undefined) return text === undefined ? exact : readSecret(draft, secret, text)
  const field = Object.hasOwn(textOptions, key) ? textOptions[key] : undefined
  if (field !== undefined)
    return text === undefined ? exact : putText(draft, field, readReference(text))
  switch (key) {
    case 'headerTimeout':
      return readTimeout(draft, 'firstByteMs', setting.value)
    case 'chunkTimeout':
      return readTimeout(draft, 'idleMs', setting.value)
    case 'timeout':
      return setting.value === false
        ? exact
        : unsupported('A whole reply has no time limit here: a live stream is never cut.')
    case 'useDeploymentBasedUrls':
      return setting.value === true && draft.fields.apiVersion === undefined
        ? byHand('Type the API version: a dated one puts the deployment into the URL.')
        : exact
    case 'googleAuthOptions':
    case 'credentials':
      draft.missing.add('googleCredentials')
      return byHand('Choose the key file of the service account after the import.')
    case 'setCacheKey':
    case 'enterpriseUrl':
      return unsupported('A matter of opencode itself.')
    default:
      return byHand(
        'This goes to the package that opencode uses. Look under Advanced whether it is needed here.',
      )
  }
}

function readSecret(draft: EndpointDraft, name: SecretName, text: string): Told {
  if (!text.includes('{file:')) return putSecret(draft, name, readReference(text))
  draft.missing.add(name)
  return byHand('It stands in a file of its own. Enter it after the import.')
}

function readTimeout(draft: EndpointDraft, name: 'firstByteMs' | 'idleMs', value: unknown): Told {
  if (value === false) return exact
  return putField(draft, 'timeouts', { ...draft.fields.timeouts, [name]: value })
}

function readHeaders(headers: Source, draft: EndpointDraft, report: Report): void {
  for (const [name, setting] of fieldsOf(headers))
    tell(report, setting.path, readHeader(draft, name, textOf(setting) ?? ''), draft.key)
  tellRest(report, headers, draft.key)
}

function readHeader(draft: EndpointDraft, name: string, text: string): Told {
  const token = /^Bearer\s+(\{env:[A-Za-z_]\w*\})$/.exec(text)?.[1]
  const openai = draft.spec === 'openai-chat-completions' || draft.spec === 'openai-responses'
  if (
    token !== undefined &&
    name.toLowerCase() === 'authorization' &&
    openai &&
    !draft.secrets.apiKey
  ) {
    putSecret(draft, 'apiKey', readReference(token))
    return approximate('The key is sent as Authorization: Bearer, so it became the API key.')
  }
  return putHeader(draft, name, readReference(text))
}

/** What each package puts behind its base URL for a chat. */
const operations: Readonly<Record<string, string>> = {
  '@ai-sdk/openai-compatible': '/chat/completions',
  '@ai-sdk/openai': '/responses',
  '@ai-sdk/anthropic': '/messages',
}

/** The packages add only the operation, so what is called is known: the endpoint here calls the same. */
export function giveBaseUrl(
  setting: Source,
  npm: string | undefined,
  draft: EndpointDraft,
  report: Report,
): void {
  const text = textOf(setting) ?? ''
  const read = readReference(text)
  tell(
    report,
    setting.path,
    read.kind === 'text' ? putTyped(text, npm, draft) : putText(draft, 'baseUrl', read),
    draft.key,
  )
}

function putTyped(text: string, npm: string | undefined, draft: EndpointDraft): Told {
  const operation =
    npm !== undefined && Object.hasOwn(operations, npm) ? operations[npm] : undefined
  if (operation !== undefined && !text.includes('?') && !text.trim().endsWith(operation))
    return putCalledUrl(draft, text.trim().replace(/\/+$/, '') + operation, text)
  const put = putBaseUrl(draft, text)
  const versioned = /\/v\d[a-z0-9]*\/?$/.test(text.trim())
  return put.outcome === 'exact' && draft.spec === 'google' && !versioned
    ? approximate('/v1beta is added to it here.')
    : put
}
