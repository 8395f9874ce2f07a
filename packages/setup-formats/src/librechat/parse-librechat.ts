/** @file `librechat.yaml` → plan: custom endpoints and Azure groups. Its other endpoints have their keys in `.env`. */
import {
  addModel,
  approximate,
  byHand,
  createDraft,
  exact,
  finishDraft,
  tell,
  unsupported,
  type EndpointDraft,
  type Told,
} from '../endpoint-draft.ts'
import { readYaml } from '../litellm/read-yaml.ts'
import type { ParsedSetup, SetupSource } from '../plan.ts'
import { createReport, type Report } from '../report.ts'
import { fieldsOf, itemsOf, tellRest, textOf, type Source } from '../source.ts'
import { readAzureGroups } from './azure-groups.ts'
import { giveBaseUrl, giveHeaders, giveKey, giveParameters } from './shared-settings.ts'

export function parseLibrechat({ text }: Pick<SetupSource, 'text'>): ParsedSetup {
  const read = readYaml(text)
  if (!read.ok) return refuse(read.message)
  const top = fieldsOf({ value: read.value, path: [] })
  const endpoints = top.get('endpoints')
  if (endpoints === undefined)
    return refuse(
      'This is no LibreChat configuration: it has no endpoints. Choose a librechat.yaml.',
    )
  const report = createReport(read.value)
  const taken = new Set<string>()
  const drafts: EndpointDraft[] = []
  for (const [key, source] of fieldsOf(endpoints)) {
    if (key === 'custom')
      for (const entry of itemsOf(source)) drafts.push(...readCustom(entry, report, taken))
    else if (key === 'azureOpenAI') drafts.push(...readAzureGroups(source, report, taken))
    else tell(report, source.path, builtIn(key))
    tellRest(report, source)
  }
  for (const [key, source] of top) {
    if (key === 'version') report.exact(source.path)
    else if (key === 'endpoints') report.unknown(source.path)
    else report.unsupported(source.path, 'This part of LibreChat has nothing to do with providers.')
  }
  return {
    ok: true,
    plan: {
      format: 'librechat',
      endpoints: drafts.map(finishDraft),
      aliases: [],
      modes: {},
      officialKeys: {},
      report: report.lines(),
    },
  }
}

function builtIn(key: string): Told {
  return ['openAI', 'anthropic', 'google', 'bedrock'].includes(key)
    ? byHand('LibreChat keeps the key of this endpoint in its .env file. Import that file as well.')
    : unsupported('This endpoint of LibreChat has nothing to do with providers.')
}

/** Settings that only LibreChat's own window has a use for. */
const ofItsWindow = new Set([
  'iconURL',
  'modelDisplayLabel',
  'customOrder',
  'titleConvo',
  'titleModel',
  'titleMethod',
  'titlePrompt',
  'titlePromptTemplate',
  'titleEndpoint',
  'titleMessageRole',
  'titleTiming',
  'summarize',
  'summaryModel',
  'streamRate',
  'forcePrompt',
  'customParams',
  'plugins',
  'assistants',
])

function readCustom(entry: Source, report: Report, taken: Set<string>): EndpointDraft[] {
  const settings = fieldsOf(entry)
  const base = settings.get('baseURL')
  if (settings.size === 0 || base === undefined) {
    report.byHand(entry.path, 'It has no baseURL. Add it by hand.')
    return []
  }
  const provider = textOf(settings.get('provider'))
  const spec =
    provider === 'anthropic'
      ? 'anthropic'
      : provider === 'google'
        ? 'google'
        : 'openai-chat-completions'
  const draft = createDraft(textOf(settings.get('name')) ?? 'LibreChat', spec, taken)
  const into = draft.key
  for (const [key, setting] of settings) {
    if (ofItsWindow.has(key))
      report.unsupported(setting.path, 'A matter of LibreChat itself.', into)
    else tellCustom(key, setting, draft, report)
  }
  giveBaseUrl(base, draft, report)
  return [draft]
}

function tellCustom(key: string, setting: Source, draft: EndpointDraft, report: Report): void {
  const into = draft.key
  switch (key) {
    case 'name':
      return textOf(setting) === into
        ? report.exact(setting.path, into)
        : report.approximate(
            setting.path,
            'The name is changed, so that it is there once and not too long.',
            into,
          )
    case 'provider':
      return ['anthropic', 'google', 'openai', 'custom'].includes(String(setting.value))
        ? report.exact(setting.path, into)
        : report.byHand(
            setting.path,
            'Patchbay does not know this type. Choose the type by hand.',
            into,
          )
    case 'baseURL':
      return
    case 'apiKey':
      return giveKey(setting, draft, report)
    case 'models':
      return readModels(setting, draft, report)
    case 'headers':
      return giveHeaders(setting, draft, report)
    case 'addParams':
    case 'dropParams':
      return giveParameters(key, setting, draft, report)
    case 'directEndpoint':
      if (setting.value === true) draft.fields.exactUrl = true
      return report.exact(setting.path, into)
    case 'tokenConfig':
      return report.unsupported(
        setting.path,
        'Prices and limits come from the catalogue here.',
        into,
      )
    default:
      return report.unknown(setting.path)
  }
}

function readModels(models: Source, draft: EndpointDraft, report: Report): void {
  const into = draft.key
  for (const [key, setting] of fieldsOf(models)) {
    if (key === 'default')
      for (const item of itemsOf(setting)) {
        const id = textOf(item) ?? textOf(fieldsOf(item).get('name'))
        const told =
          id === undefined ? byHand('A model has a name. Add it by hand.') : addModel(draft, id)
        if (fieldsOf(item).size === 0) tell(report, item.path, told, into)
        for (const [part, source] of fieldsOf(item))
          tell(
            report,
            source.path,
            part === 'name' ? told : unsupported('A matter of LibreChat itself.'),
            into,
          )
      }
    else if (key === 'fetch')
      tell(
        report,
        setting.path,
        setting.value === true
          ? approximate('The list is fetched when you check the provider or edit its models.')
          : exact,
        into,
      )
    else report.unsupported(setting.path, 'A matter of LibreChat itself.', into)
  }
  for (const setting of fieldsOf(models).values()) tellRest(report, setting, into)
  tellRest(report, models, into)
}

function refuse(message: string): ParsedSetup {
  return { ok: false, message }
}
