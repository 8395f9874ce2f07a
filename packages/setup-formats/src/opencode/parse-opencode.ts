/** @file `opencode.json` → plan: its providers. Source: opencode `packages/opencode/src/config/provider.ts`. */
import {
  byHand,
  createDraft,
  finishDraft,
  putField,
  putSecret,
  tell,
  unsupported,
  type EndpointDraft,
} from '../endpoint-draft.ts'
import { parseJsonText } from '../json-text.ts'
import type { ParsedSetup, PlannedSecret, SetupSource } from '../plan.ts'
import { createReport, type Report } from '../report.ts'
import { fieldsOf, isRecord, itemsOf, tellRest, textOf, type Source } from '../source.ts'
import { readModels } from './read-models.ts'
import { giveBaseUrl, readOptions, readReference } from './read-options.ts'
import { readPackage, readProviderId, type PackageMeaning } from './packages.ts'

export function parseOpencode({ text }: Pick<SetupSource, 'text'>): ParsedSetup {
  const json = parseJsonText(text)
  if (!json.ok) return refuse(json.message)
  const top = fieldsOf({ value: json.value, path: [] })
  const providers = top.get('provider')
  if (providers === undefined || !isRecord(providers.value))
    return refuse(
      'No provider is set up in it. Choose the opencode.json that has a part "provider".',
    )
  const report = createReport(json.value)
  const plan: Parts = { report, taken: new Set(), drafts: [], officialKeys: {} }
  for (const [id, source] of fieldsOf(providers)) readProvider(id, source, plan)
  for (const [key, source] of top) {
    if (key === '$schema') report.exact(source.path)
    else if (key === 'model' || key === 'small_model')
      report.byHand(source.path, 'Choose the model where you use it.')
    else report.unsupported(source.path, 'This part of opencode has nothing to do with providers.')
  }
  return {
    ok: true,
    plan: {
      format: 'opencode',
      endpoints: plan.drafts.map(finishDraft),
      aliases: [],
      modes: {},
      officialKeys: plan.officialKeys,
      report: report.lines(),
    },
  }
}

interface Parts {
  readonly report: Report
  readonly taken: Set<string>
  readonly drafts: EndpointDraft[]
  readonly officialKeys: Record<string, PlannedSecret>
}

function readProvider(id: string, source: Source, parts: Parts): void {
  const { report } = parts
  const settings = fieldsOf(source)
  const options = fieldsOf(settings.get('options') ?? { value: undefined, path: [] })
  const npm = textOf(settings.get('npm'))
  const base = [options.get('baseURL'), options.get('endpoint'), settings.get('api')].find(
    (each) => textOf(each) !== undefined,
  )
  const known = readProviderId(id)
  if (npm === undefined && base === undefined && known?.catalogueId !== undefined) {
    readOfficial(known.catalogueId, settings, options, parts)
    report.byHand(
      source.path,
      'This changes what opencode knows of an official provider. Add a custom provider, if you need it.',
    )
    return
  }
  const meaning = npm === undefined ? known?.meaning : readPackage(npm)
  const own = ['azure', 'amazon-bedrock', 'google-vertex'].includes(meaning?.spec ?? '')
  if (base === undefined && meaning?.baseUrl === undefined && !own) {
    report.byHand(
      source.path,
      'It does not say where the server is. Add a custom provider by hand.',
    )
    return
  }
  const name = textOf(settings.get('name')) ?? id
  const draft = createDraft(name, meaning?.spec ?? 'openai-chat-completions', parts.taken)
  parts.drafts.push(draft)
  if (base === undefined && meaning?.baseUrl !== undefined)
    putField(draft, 'baseUrl', meaning.baseUrl)
  if (base !== undefined) giveBaseUrl(base, npm, draft, report)
  for (const [key, setting] of settings) readSetting(key, setting, draft, meaning, parts)
  if (options.get('apiKey') === undefined) giveKeyOfEnvironment(settings.get('env'), draft, report)
  useOwnSignIn(draft)
  report.unknown(source.path)
}

function readSetting(
  key: string,
  setting: Source,
  draft: EndpointDraft,
  meaning: PackageMeaning | undefined,
  { report }: Parts,
): void {
  const into = draft.key
  switch (key) {
    case 'npm':
      if (meaning === undefined)
        report.byHand(
          setting.path,
          'Patchbay does not know this package. Choose the provider type by hand.',
          into,
        )
      else if (meaning.difference !== undefined)
        report.approximate(setting.path, meaning.difference, into)
      else report.exact(setting.path, into)
      return
    case 'name':
      if (textOf(setting) === into) report.exact(setting.path, into)
      else
        report.approximate(
          setting.path,
          'The name is changed, so that it is there once and not too long.',
          into,
        )
      return
    case 'options':
      return readOptions(setting, draft, report)
    case 'models':
      return readModels(setting, draft, report)
    case 'api':
    case 'id':
      return report.exact(setting.path, into)
    case 'env':
      return
    case 'whitelist':
    case 'blacklist':
    case 'discoverModels':
      return report.unsupported(
        setting.path,
        'Models are listed by hand or fetched when you ask for it.',
        into,
      )
    default:
      return report.unknown(setting.path)
  }
}

/**
 * Without a key, opencode signs in to a cloud as the cloud's own tools on the machine do. Not where the file names
 * the host: this machine's own access goes to nobody that a file chose.
 */
function useOwnSignIn(draft: EndpointDraft): void {
  if (Object.keys(draft.secrets).length > 0 || draft.missing.size > 0) return
  const named = draft.fields.baseUrl !== undefined || draft.fromVariables.baseUrl !== undefined
  const profile = draft.fields.profile ?? draft.fromVariables.profile
  if (draft.spec === 'azure') draft.missing.add('apiKey')
  else if (draft.spec === 'google-vertex') {
    if (named) draft.missing.add('googleCredentials')
    else putField(draft, 'credentialKind', 'adc')
  } else if (draft.spec === 'amazon-bedrock' && profile === undefined && !named)
    putField(draft, 'credentialKind', 'default-chain')
}

/** opencode takes the first of these variables that is set. */
function giveKeyOfEnvironment(
  names: Source | undefined,
  draft: EndpointDraft,
  report: Report,
): void {
  if (names === undefined) return
  const [first, ...others] = itemsOf(names)
  const variable = textOf(first)
  if (first !== undefined)
    tell(
      report,
      first.path,
      variable !== undefined && /^[A-Za-z_]\w*$/.test(variable) && draft.spec !== 'google-vertex'
        ? putSecret(draft, 'apiKey', { kind: 'variable', variable })
        : byHand('Enter the key after the import.'),
      draft.key,
    )
  for (const other of others)
    tell(report, other.path, unsupported('The variable before it is taken.'), draft.key)
  tellRest(report, names, draft.key)
}

/** The key of a provider of the catalogue; the rest of its part says how opencode shows it. */
function readOfficial(
  id: string,
  settings: Map<string, Source>,
  options: Map<string, Source>,
  { report, officialKeys }: Parts,
): void {
  const key = options.get('apiKey')
  const text = textOf(key)
  if (key !== undefined && text !== undefined) {
    const scratch = createDraft(id, 'openai-chat-completions', new Set())
    tell(report, key.path, putSecret(scratch, 'apiKey', readReference(text)))
    if (scratch.secrets.apiKey !== undefined) officialKeys[id] = scratch.secrets.apiKey
  }
  const name = settings.get('name')
  if (name !== undefined) report.unsupported(name.path, 'A matter of opencode itself.')
}

function refuse(message: string): ParsedSetup {
  return { ok: false, message }
}
