/** @file One entry of VS Code's file: models that share a server become one provider, others one of their own. */
import type { SpecId } from '@patchbay/provider-core/model'
import { parseBaseUrl } from '@patchbay/provider-core/specs'
import { putCalledUrl } from '../called-url.ts'
import {
  addModel,
  approximate,
  byHand,
  createDraft,
  exact,
  putBaseUrl,
  putExtraBody,
  putField,
  putHeader,
  tell,
  unsupported,
  type EndpointDraft,
  type Told,
} from '../endpoint-draft.ts'
import type { Report } from '../report.ts'
import { fieldsOf, tellRest, textOf, type Source } from '../source.ts'
import { readReference } from './key-reference.ts'

export interface ModelGroup {
  readonly azure: boolean
  readonly drafts: readonly EndpointDraft[]
  /** @param shared URL of the entry, where the model has none of its own */
  addModel(model: Source, shared: Source | undefined): void
  /** For an entry without models: its URL, or where its vendor is. */
  addServer(url: Source | undefined, known: string | undefined): void
}

interface GroupOptions {
  readonly name: string
  readonly azure: boolean
  readonly apiType: string | undefined
  readonly taken: Set<string>
  readonly report: Report
}

export function createModelGroup(options: GroupOptions): ModelGroup {
  const { azure, report } = options
  const drafts: EndpointDraft[] = []
  const byServer = new Map<string, { draft: EndpointDraft; told: Told }>()

  function open(
    spec: SpecId,
    typed: string,
    identity: string,
  ): { draft: EndpointDraft; told: Told } {
    const known = byServer.get(identity)
    if (known !== undefined) return known
    const draft = createDraft(options.name, spec, options.taken)
    const told = putUrl(draft, typed)
    const opened = { draft, told }
    byServer.set(identity, opened)
    drafts.push(draft)
    return opened
  }

  return {
    azure,
    drafts,
    addModel(model, shared) {
      const settings = fieldsOf(model)
      const own = settings.get('url')
      const typed = textOf(own) ?? textOf(shared)
      const id = textOf(settings.get('id')) ?? String(model.path.at(-1))
      if (typed === undefined) {
        report.byHand(model.path, 'It has no url. Add the model by hand.')
        return
      }
      const spec = specOf(azure, textOf(settings.get('apiType')) ?? options.apiType, typed)
      // Headers and options hold for a whole provider here, so models that differ in them are parted.
      const identity = JSON.stringify([
        spec,
        calledUrl(spec, typed),
        settings.get('requestHeaders')?.value ?? {},
        settings.get('modelOptions')?.value ?? {},
      ])
      const { draft, told } = open(spec, typed, identity)
      addModel(draft, id)
      if (azure && settings.size > 0 && draft.secrets.apiKey === undefined)
        draft.missing.add('apiKey')
      for (const [key, setting] of settings)
        if (key === 'requestHeaders') giveHeaders(setting, draft, report)
        else if (key === 'modelOptions') giveOptions(setting, draft, report)
        else tell(report, setting.path, key === 'url' ? told : tellModel(key), draft.key)
      if (settings.size === 0) report.exact(model.path, draft.key)
    },
    addServer(url, known) {
      const typed = textOf(url) ?? known
      if (typed === undefined) return
      const spec = specOf(azure, options.apiType, typed)
      const { draft, told } = open(spec, typed, typed)
      if (url !== undefined) tell(report, url.path, told, draft.key)
    },
  }
}

function specOf(azure: boolean, apiType: string | undefined, url: string): SpecId {
  if (azure) return 'azure'
  const type =
    apiType ??
    (url.includes('/messages') ? 'messages' : url.includes('/responses') ? 'responses' : '')
  if (type === 'messages') return 'anthropic'
  return type === 'responses' ? 'openai-responses' : 'openai-chat-completions'
}

const operations: Partial<Record<SpecId, string>> = {
  anthropic: '/messages',
  'openai-responses': '/responses',
  'openai-chat-completions': '/chat/completions',
}

/** As VS Code resolves it: a URL with an operation is called as it is, to any other `/v1` is added where no version ends it. */
function calledUrl(spec: SpecId, typed: string): string {
  const url = typed.trim()
  if (spec === 'azure' || /\/(?:chat\/completions|responses|messages)/.test(url)) return url
  const base = url.replace(/\/+$/, '')
  return `${base}${/\/v\d+$/.test(base) ? '' : '/v1'}${operations[spec] ?? ''}`
}

function putUrl(draft: EndpointDraft, typed: string): Told {
  const url = typed.trim()
  if (!parseBaseUrl(url).ok) return putBaseUrl(draft, url)
  if (draft.spec === 'azure') return putAzureUrl(draft, url)
  if (/openai\.azure/.test(url) && draft.spec !== 'anthropic')
    putField(draft, 'auth', { scheme: 'api-key' })
  const called = calledUrl(draft.spec, url)
  const put = putCalledUrl(draft, called, url)
  const plain = put.outcome === 'approximate' && draft.fields.exactUrl !== true
  // A whole URL that is cut back here is still the one that is called.
  return plain && called === url && put.message?.includes('key') !== true ? exact : put
}

function putAzureUrl(draft: EndpointDraft, url: string): Told {
  const put = putBaseUrl(draft, url)
  if (
    put.outcome === 'by-hand' ||
    draft.fields.apiVersion !== undefined ||
    url.includes('/openai/')
  )
    return put
  putField(draft, 'apiVersion', '2025-01-01-preview')
  return approximate(
    'VS Code asks for the API version 2025-01-01-preview, so that is set. An empty one is the current API.',
  )
}

/** The entry's key may stand in a header as `${apiKey}`. */
function giveHeaders(headers: Source, draft: EndpointDraft, report: Report): void {
  for (const [name, setting] of fieldsOf(headers))
    tell(report, setting.path, giveHeader(draft, name, textOf(setting) ?? ''), draft.key)
  tellRest(report, headers, draft.key)
}

function giveHeader(draft: EndpointDraft, name: string, text: string): Told {
  const bearer = name.toLowerCase() === 'authorization' && /^Bearer\s+\$\{apiKey\}$/.test(text)
  if (bearer) return putField(draft, 'auth', { scheme: 'bearer' })
  if (text.trim() === '${apiKey}')
    return putField(draft, 'auth', { scheme: 'header', headerName: name })
  return text.includes('${apiKey}')
    ? byHand('Part of it is the key. Set the header by hand under Advanced.')
    : putHeader(draft, name, readReference(text))
}

function giveOptions(options: Source, draft: EndpointDraft, report: Report): void {
  for (const [name, setting] of fieldsOf(options))
    tell(report, setting.path, putExtraBody(draft, name, setting.value), draft.key)
  tellRest(report, options, draft.key)
}

const abilities = new Set([
  'toolCalling',
  'vision',
  'maxInputTokens',
  'maxOutputTokens',
  'contextWindow',
  'thinking',
  'adaptiveThinking',
  'minThinkingBudget',
  'maxThinkingBudget',
  'supportsReasoningEffort',
  'reasoningEffortFormat',
  'streaming',
])

const ofItsWindow = new Set(['name', 'editTools', 'zeroDataRetentionEnabled', 'statefulResponses'])

function tellModel(key: string): Told {
  if (key === 'id' || key === 'apiType') return exact
  if (abilities.has(key))
    return unsupported('Abilities, limits and prices are not set by model here.')
  if (ofItsWindow.has(key)) return unsupported('A matter of VS Code itself.')
  if (key === 'requiresAPIKey') return exact
  return unsupported('Patchbay does not know this setting, so it is left out.')
}
