/**
 * @file VS Code's `chatLanguageModels.json` (and the older `customOAIModels` of its settings) → plan. Source: VS Code
 * documents, "AI language models", and `customEndpointProvider.ts`.
 */
import { createDraft, finishDraft, tell, unsupported } from '../endpoint-draft.ts'
import { parseJsonText } from '../json-text.ts'
import type { ParsedSetup, PlannedSecret, SetupSource } from '../plan.ts'
import { createReport, type Report } from '../report.ts'
import { fieldsOf, isRecord, itemsOf, tellRest, textOf, type Source } from '../source.ts'
import { giveKey } from './key-reference.ts'
import { createModelGroup, type ModelGroup } from './model-group.ts'

export function parseVscode({ text }: Pick<SetupSource, 'text'>): ParsedSetup {
  const json = parseJsonText(text)
  if (!json.ok) return refuse(json.message)
  const top: Source = { value: json.value, path: [] }
  const report = createReport(json.value)
  const parts: Parts = { report, taken: new Set(), groups: [], officialKeys: {} }
  const entries = isRecord(json.value) && 'vendor' in json.value ? [top] : itemsOf(top)
  for (const entry of entries) readEntry(entry, parts)
  for (const [key, source] of entries.length === 0 ? fieldsOf(top) : [])
    readSetting(key, source, parts)
  if (entries.length === 0 && parts.groups.length === 0)
    return refuse('No model is set up in it. Choose the chatLanguageModels.json of VS Code.')
  report.unknown([])
  return {
    ok: true,
    plan: {
      format: 'vscode',
      endpoints: parts.groups.flatMap((group) => group.drafts.map(finishDraft)),
      aliases: [],
      modes: {},
      officialKeys: parts.officialKeys,
      report: report.lines(),
    },
  }
}

interface Parts {
  readonly report: Report
  readonly taken: Set<string>
  readonly groups: ModelGroup[]
  readonly officialKeys: Record<string, PlannedSecret>
}

/** Vendors whose official API has a place in our catalogue. */
const official: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'google',
  google: 'google',
  xai: 'xai',
  mistral: 'mistral',
  deepseek: 'deepseek',
  groq: 'groq',
  cerebras: 'cerebras',
}

/** Vendors that are hosts, and where they are. */
const hosted: Readonly<Record<string, string>> = {
  openrouter: 'https://openrouter.ai/api/v1',
  ollama: 'http://127.0.0.1:11434',
  lmstudio: 'http://127.0.0.1:1234',
}

function readEntry(entry: Source, parts: Parts): void {
  const { report } = parts
  const settings = fieldsOf(entry)
  const vendor = (textOf(settings.get('vendor')) ?? '').toLowerCase()
  const models = settings.get('models')
  const url = settings.get('url') ?? settings.get('baseUrl')
  const hasUrl =
    url !== undefined ||
    (models !== undefined &&
      modelsOf(models).some(({ value }) => isRecord(value) && 'url' in value))
  const provider = Object.hasOwn(official, vendor) ? official[vendor] : undefined
  if (provider !== undefined && !hasUrl) {
    readOfficial(provider, settings, parts)
    report.unsupported(entry.path, 'Models of an official API come from the catalogue here.')
    return
  }
  const where = Object.hasOwn(hosted, vendor) ? hosted[vendor] : undefined
  const custom = ['customendpoint', 'customoai', 'openai-compatible', 'azure', ''].includes(vendor)
  if (!custom && !hasUrl && where === undefined) {
    report.unsupported(
      entry.path,
      'This vendor is an extension or a service of VS Code: it has no endpoint of its own.',
    )
    return
  }
  const group = createModelGroup({
    name: textOf(settings.get('name')) ?? (vendor || 'VS Code'),
    azure: vendor === 'azure',
    apiType: textOf(settings.get('apiType')),
    taken: parts.taken,
    report,
  })
  parts.groups.push(group)
  if (models !== undefined) for (const model of modelsOf(models)) group.addModel(model, url)
  if (group.drafts.length === 0) group.addServer(url, where)
  if (group.drafts.length === 0) {
    report.byHand(entry.path, 'It has no url. Add a custom provider by hand.')
    return
  }
  for (const [key, setting] of settings) tellEntry(key, setting, group, parts)
}

function tellEntry(key: string, setting: Source, group: ModelGroup, { report }: Parts): void {
  const into = group.drafts[0]?.key
  switch (key) {
    case 'name':
      return textOf(setting) === into
        ? report.exact(setting.path, into)
        : report.approximate(
            setting.path,
            'The name is changed, so that it is there once and not too long.',
            into,
          )
    case 'apiKey':
      for (const draft of group.drafts) giveKey(setting, draft, report, draft.key)
      return
    case 'apiType':
      return group.drafts.some((draft) => draft.spec !== 'azure')
        ? report.exact(setting.path, into)
        : report.unsupported(setting.path, 'Nothing is called by it here.')
    case 'vendor':
      return group.azure && group.drafts.some((draft) => draft.missing.has('apiKey'))
        ? report.byHand(
            setting.path,
            'VS Code signs in with your Microsoft account. Enter a key, or an Entra application.',
            into,
          )
        : report.exact(setting.path, into)
    case 'url':
    case 'baseUrl':
      return group.drafts.length > 0
        ? report.exact(setting.path, into)
        : report.unknown(setting.path)
    case 'models':
      return tellRest(report, setting, into)
    default:
      return report.unknown(setting.path)
  }
}

function readOfficial(
  provider: string,
  settings: Map<string, Source>,
  { report, officialKeys }: Parts,
): void {
  const key = settings.get('apiKey')
  const text = textOf(key)
  if (key === undefined || text === undefined) return
  const scratch = createDraft(provider, 'openai-chat-completions', new Set())
  giveKey(key, scratch, report, undefined)
  if (scratch.secrets.apiKey !== undefined) officialKeys[provider] = scratch.secrets.apiKey
}

/** The settings of VS Code in which custom models stood before they had a file of their own. */
function readSetting(key: string, source: Source, parts: Parts): void {
  const azure = /\bazureModels$/.test(key)
  if (!azure && !/\bcustomOAIModels$/.test(key)) {
    tell(
      parts.report,
      source.path,
      unsupported('This setting of VS Code has nothing to do with providers.'),
    )
    return
  }
  const group = createModelGroup({
    name: azure ? 'Azure' : 'VS Code',
    azure,
    apiType: undefined,
    taken: parts.taken,
    report: parts.report,
  })
  parts.groups.push(group)
  for (const model of modelsOf(source)) group.addModel(model, undefined)
  for (const draft of group.drafts) draft.missing.add('apiKey')
}

/** A list of models with ids, or models by id. */
function modelsOf(models: Source): Source[] {
  return Array.isArray(models.value) ? itemsOf(models) : [...fieldsOf(models).values()]
}

function refuse(message: string): ParsedSetup {
  return { ok: false, message }
}
