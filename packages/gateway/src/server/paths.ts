/** @file Every path that the gateway serves, as one table: what stands there, for which client format. Pure. */
import type { DialectId } from '@patchbay/provider-core/model'

export type Purpose =
  | 'health'
  | 'chat'
  /** Google says in the path that it streams. */
  | 'stream-chat'
  | 'complete'
  | 'embed'
  | 'google-embed'
  | 'google-embed-batch'
  | 'image'
  | 'count-tokens'
  | 'list-models'
  | 'get-model'
  | 'get-response'
  | 'delete-response'
  | 'cancel-response'
  | 'list-response-inputs'

export interface Destination {
  readonly purpose: Purpose
  /** `undefined` where clients of several formats share the path: their headers tell. */
  readonly dialect: DialectId | undefined
  /** A model's name or a response's id out of the path, decoded. */
  readonly id: string | undefined
}

export type FoundPath =
  | { readonly found: 'destination'; readonly destination: Destination }
  | { readonly found: 'other-methods'; readonly allow: readonly string[] }
  | { readonly found: 'nothing'; readonly hint: string | undefined }

type Row = readonly [
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  purpose: Purpose,
  dialect: DialectId | undefined,
  prefixes: readonly string[],
]

/** Clients put `/v1` into their base URL or leave it out; Azure's and the vendors' own prefixes are taken too. */
const openai = ['', '/v1', '/openai/v1', '/openai', '/v1beta/openai']
const openaiOnly = openai.slice(2)
const anthropic = ['', '/v1', '/anthropic', '/anthropic/v1']
const anthropicOnly = anthropic.slice(2)
const google = ['', '/v1beta', '/v1', '/v1alpha', '/v1beta1']
const googleOnly = ['/v1beta', '/v1alpha', '/v1beta1']
const shared = ['', '/v1']
const azure = ['/openai/deployments/{id}']

const rows: readonly Row[] = [
  ['GET', '/health', 'health', undefined, ['']],
  ['POST', '/chat/completions', 'chat', 'openai-chat', [...openai, ...azure]],
  ['POST', '/completions', 'complete', 'openai-chat', [...openai, ...azure]],
  ['POST', '/embeddings', 'embed', 'openai-chat', [...openai, ...azure]],
  ['POST', '/images/generations', 'image', 'openai-chat', [...openai, ...azure]],
  ['POST', '/responses', 'chat', 'openai-responses', openai],
  ['POST', '/responses/input_tokens', 'count-tokens', 'openai-responses', openai],
  ['GET', '/responses/{id}', 'get-response', 'openai-responses', openai],
  ['DELETE', '/responses/{id}', 'delete-response', 'openai-responses', openai],
  ['POST', '/responses/{id}/cancel', 'cancel-response', 'openai-responses', openai],
  ['GET', '/responses/{id}/input_items', 'list-response-inputs', 'openai-responses', openai],
  ['POST', '/messages', 'chat', 'anthropic-messages', anthropic],
  ['POST', '/messages/count_tokens', 'count-tokens', 'anthropic-messages', anthropic],
  ['GET', '/models', 'list-models', undefined, shared],
  ['GET', '/models', 'list-models', 'openai-chat', openaiOnly],
  ['GET', '/models', 'list-models', 'anthropic-messages', anthropicOnly],
  ['GET', '/models', 'list-models', 'google-generate', googleOnly],
  ['POST', '/models/{id}:generateContent', 'chat', 'google-generate', google],
  ['POST', '/models/{id}:streamGenerateContent', 'stream-chat', 'google-generate', google],
  ['POST', '/models/{id}:countTokens', 'count-tokens', 'google-generate', google],
  ['POST', '/models/{id}:embedContent', 'google-embed', 'google-generate', google],
  ['POST', '/models/{id}:batchEmbedContents', 'google-embed-batch', 'google-generate', google],
  ['GET', '/models/{id}', 'get-model', undefined, shared],
  ['GET', '/models/{id}', 'get-model', 'openai-chat', openaiOnly],
  ['GET', '/models/{id}', 'get-model', 'anthropic-messages', anthropicOnly],
  ['GET', '/models/{id}', 'get-model', 'google-generate', googleOnly],
  // Clients of Google leave `models/` out where the id holds a slash.
  ['POST', '/{id}:generateContent', 'chat', 'google-generate', googleOnly],
  ['POST', '/{id}:streamGenerateContent', 'stream-chat', 'google-generate', googleOnly],
  ['POST', '/{id}:countTokens', 'count-tokens', 'google-generate', googleOnly],
  ['POST', '/{id}:embedContent', 'google-embed', 'google-generate', googleOnly],
  ['POST', '/{id}:batchEmbedContents', 'google-embed-batch', 'google-generate', googleOnly],
]

type Target = Omit<Destination, 'id'>

interface Variable {
  readonly before: string
  readonly behind: string
  /** A model's name may hold slashes, a response's id may not. */
  readonly slashes: boolean
  /** Directly behind the version: everything below `models/` has rows of its own. */
  readonly bare: boolean
  readonly method: string
  readonly target: Target
}

const fixed = new Map<string, Map<string, Target>>()
const variable: Variable[] = []
for (const [method, path, purpose, dialect, prefixes] of rows) {
  for (const prefix of prefixes) {
    const whole = prefix + path
    const target = { purpose, dialect }
    const mark = whole.indexOf('{id}')
    if (mark < 0) {
      const methods = fixed.get(whole) ?? new Map<string, Target>()
      fixed.set(whole, methods.set(method, target))
      continue
    }
    const before = whole.slice(0, mark)
    const behind = whole.slice(mark + '{id}'.length)
    const slashes = !before.endsWith('/responses/')
    variable.push({ before, behind, slashes, bare: path.startsWith('/{id}'), method, target })
  }
}

/** The paths to tell somebody who asked for another one. */
const shownPaths: readonly string[] = [
  'POST /v1/chat/completions',
  'POST /v1/responses',
  'POST /v1/messages',
  'POST /v1beta/models/{model}:generateContent',
  'POST /v1/completions',
  'POST /v1/embeddings',
  'POST /v1/images/generations',
  'GET /v1/models',
  'GET /health',
]

/**
 * What stands at a path. Paths are compared as they are written: nothing is normalized, so `//` and `..`
 * lead nowhere.
 *
 * @param path Without its query.
 * @throws URIError when the id in the path is not encoded properly.
 */
export function findPath(method: string, path: string): FoundPath {
  const asked = method === 'HEAD' ? 'GET' : method
  const methods = fixed.get(path)
  const target = methods?.get(asked)
  if (target !== undefined) {
    return { found: 'destination', destination: { ...target, id: undefined } }
  }
  const allow = new Set(methods?.keys())
  for (const row of variable) {
    const id = cutId(path, row)
    if (id === undefined) continue
    if (row.method === asked) {
      const destination = { ...row.target, id: decodeURIComponent(id) }
      return { found: 'destination', destination }
    }
    allow.add(row.method)
  }
  if (allow.size > 0) return { found: 'other-methods', allow: [...allow] }
  return { found: 'nothing', hint: findHint(path) }
}

/** What to say where nothing is. */
export function listPaths(): string {
  return shownPaths.join(', ')
}

function cutId(path: string, { before, behind, slashes, bare }: Variable): string | undefined {
  if (path.length <= before.length + behind.length) return undefined
  if (!path.startsWith(before) || !path.endsWith(behind)) return undefined
  const id = path.slice(before.length, path.length - behind.length)
  if (bare && id.startsWith('models/')) return undefined
  return !slashes && id.includes('/') ? undefined : id
}

/** The longest path that is served and with which this one ends (`/v1/v1/messages`, `/api/v1/models`). */
function findHint(path: string): string | undefined {
  const tidy = path.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
  for (let at = 0; at >= 0; at = tidy.indexOf('/', at + 1)) {
    const rest = tidy.slice(at)
    if (fixed.has(rest)) return rest
  }
  return undefined
}
