/** @file One entry of `model_list` → what it connects to, which model it asks for, and how it is picked. */
import {
  connectAnthropic,
  connectGoogle,
  connectHandler,
  connectOllama,
  connectOpenai,
} from './connect-direct.ts'
import { connectAzure, connectAzureAi } from './connect-azure.ts'
import { connectBedrock } from './connect-bedrock.ts'
import { connectVertex } from './connect-vertex.ts'
import { entryMarkSchema, type EntryMark } from './entry-mark.ts'
import { createDraft, take, type Deployment, type Draft } from './deployment.ts'
import { infoNoteOf } from './parameter-notes.ts'
import {
  isUnset,
  keepNotes,
  listBelow,
  settingsBelow,
  type KeptNotes,
  type Setting,
} from './place.ts'
import { providers, type LitellmProvider, type ProviderKind } from './providers.ts'
import { putCommonSettings, type Defaults } from './read-common.ts'
import { putHeaders, putQuery } from './read-headers.ts'
import { readNumber, readPlainText, readText, type FileVariables } from './read-value.ts'
import { putSentSettings } from './sent-with-requests.ts'
import { splitModel } from './split-model.ts'

/** What is known of the file before its deployments are read. */
export interface ModelListContext {
  readonly variables: FileVariables
  readonly defaults: Defaults
  /** Settings of named credentials. */
  readonly credentials: ReadonlyMap<string, ReadonlyMap<string, Setting>>
  readonly handlerProviders: ReadonlySet<string>
}

export interface ReadDeployment {
  /** `model_name`: what clients ask for. */
  readonly group: string
  readonly groupPlace: Setting
  readonly label: string
  readonly provider: string
  readonly modelId: string
  /** It takes any model. */
  readonly isWildcard: boolean
  /** What the entry is, where it was exported from here. */
  readonly mark: EntryMark | undefined
  readonly draft: Draft
  readonly weight: Setting | undefined
  readonly rate: readonly Setting[]
  readonly order: number
  readonly notes: KeptNotes
  readonly variables: FileVariables
}

const connect: Readonly<Record<ProviderKind, (deployment: Deployment) => void>> = {
  openai: connectOpenai,
  anthropic: connectAnthropic,
  google: connectGoogle,
  azure: connectAzure,
  'azure-ai': connectAzureAi,
  bedrock: connectBedrock,
  vertex: connectVertex,
  ollama: connectOllama,
  handler: connectHandler,
}

/** @returns more than one where `organization` is a list, none where it cannot be taken. */
export function readDeployments(entry: Setting, context: ModelListContext): ReadDeployment[] {
  const parts = settingsBelow(entry)
  const params = parts.get('litellm_params')
  const { report } = entry
  for (const [key, setting] of parts) {
    if (key !== 'model_name' && key !== 'litellm_params' && key !== 'model_info')
      report.unknown(setting.path)
  }
  if (
    params === undefined ||
    entry.value === null ||
    Array.isArray(params.value) ||
    typeof params.value !== 'object'
  ) {
    report.byHand(entry.path, 'This entry has no litellm_params. Add the model by hand.')
    return []
  }
  const own = settingsBelow(params)
  const organizations = own.get('organization')
  const many = Array.isArray(organizations?.value) ? listBelow(organizations) : []
  if (many.length === 0) return [readOne(entry, own, context)].filter((read) => read !== undefined)
  return many.flatMap((organization) => {
    const read = readOne(entry, new Map([...own, ['organization', organization]]), context)
    return read === undefined ? [] : [read]
  })
}

function readOne(
  entry: Setting,
  own: ReadonlyMap<string, Setting>,
  context: ModelListContext,
): ReadDeployment | undefined {
  const { variables } = context
  const notes = keepNotes()
  const parts = settingsBelow(entry)
  const left = withCredential(own, context, notes)
  const model = left.get('model')
  left.delete('model')
  const groupPlace = parts.get('model_name')
  const modelText = isUnset(model) ? undefined : readPlainText(model, variables, notes)
  if (isUnset(model) || modelText === undefined || modelText.trim() === '') {
    return refuse(entry, notes, 'Nothing says which model this is. Add it by hand.')
  }
  const group = isUnset(groupPlace) ? undefined : readPlainText(groupPlace, variables, notes)
  const { mode, mark } = readInfo(parts.get('model_info'), variables, notes)
  const found = findProvider(modelText.trim(), left, context, notes)
  if (typeof found === 'string') return refuse(entry, notes, found)
  const { definition, provider, modelId, differences } = found
  if (modelId.trim() === '')
    return refuse(entry, notes, 'Nothing stands behind the prefix of the model. Add it by hand.')
  const deployment: Deployment = {
    provider,
    definition,
    model,
    differences,
    modelId,
    mode,
    left,
    draft: createDraft(),
    variables,
    notes,
  }
  const weight = take(deployment, 'weight')
  const rate = ['rpm', 'tpm'].flatMap((key) => take(deployment, key) ?? [])
  const order = readOrder(deployment)
  connect[definition.kind](deployment)
  putCommonSettings(deployment, context.defaults)
  putHeaders(deployment)
  putQuery(deployment)
  putSentSettings(deployment)
  if (mark?.endpoint !== undefined) deployment.draft.fields.dialect = mark.dialect
  tellModel(deployment, provider, mark)
  return {
    group: group ?? modelText,
    groupPlace: groupPlace ?? model,
    label: definition.label,
    provider,
    modelId: deployment.modelId,
    isWildcard: deployment.modelId.includes('*'),
    mark,
    draft: deployment.draft,
    weight,
    rate,
    order,
    notes,
    variables,
  }
}

function tellModel(
  { model, differences, definition, notes, modelId }: Deployment,
  provider: string,
  mark: EntryMark | undefined,
): void {
  if (!providers.has(provider) && definition.kind !== 'handler') {
    notes.byHand(
      model,
      `Patchbay does not know the provider ${provider}. It is taken for one that speaks the OpenAI format: check the address and the type.`,
    )
    return
  }
  const all = [...differences]
  if (definition.difference !== undefined) all.unshift(definition.difference)
  if (modelId.includes('*') && mark === undefined)
    all.push('Any model of the endpoint can be asked for, by the name of the endpoint: name/model.')
  if (all.length === 0) notes.exact(model)
  else notes.approximate(model, all.join(' '))
}

interface FoundProvider {
  readonly provider: string
  readonly definition: LitellmProvider
  readonly modelId: string
  readonly differences: string[]
}

/** @returns a message where nothing can be made of it. */
function findProvider(
  model: string,
  left: Map<string, Setting>,
  { variables, handlerProviders }: ModelListContext,
  notes: KeptNotes,
): FoundProvider | string {
  const custom = left.get('custom_llm_provider')
  left.delete('custom_llm_provider')
  const customProvider = isUnset(custom) ? undefined : readPlainText(custom, variables, notes)
  if (custom !== undefined) notes.exact(custom)
  const base = [left.get('api_base'), left.get('base_url')].find((setting) => !isUnset(setting))
  const read = base === undefined ? undefined : readText(base, variables, keepNotes())
  const apiBase = read?.kind === 'text' ? read.text : undefined
  const { provider, modelId, how } = splitModel(model, {
    customProvider,
    apiBase,
    handlerProviders,
  })
  if (provider === undefined)
    return 'The model has no prefix that tells its provider (such as openai/), and nothing else does. Put the prefix in front and import again, or add it by hand.'
  const differences = how === undefined ? [] : [how]
  const definition = providers.get(provider)
  if (definition !== undefined) return { provider, definition, modelId, differences }
  if (handlerProviders.has(provider))
    return {
      provider,
      definition: { label: 'Custom handler', kind: 'handler' },
      modelId,
      differences,
    }
  if (base === undefined)
    return `Patchbay does not know the provider ${isName(provider) ? provider : 'of this model'}, and there is no api_base. Add a custom provider with its base URL by hand.`
  const label = isName(provider) ? provider : 'Unknown provider'
  return { provider: label, definition: { label, kind: 'openai' }, modelId, differences }
}

function isName(provider: string): boolean {
  return /^[a-z][a-z0-9_-]{0,40}$/i.test(provider)
}

/** The settings of the named credential come below the deployment's own. */
function withCredential(
  own: ReadonlyMap<string, Setting>,
  { credentials, variables }: ModelListContext,
  notes: KeptNotes,
): Map<string, Setting> {
  const left = new Map(own)
  const setting = left.get('litellm_credential_name')
  left.delete('litellm_credential_name')
  if (isUnset(setting)) {
    if (setting !== undefined) notes.exact(setting)
    return left
  }
  const name = readPlainText(setting, variables, notes)
  if (name === undefined) return left
  const values = credentials.get(name)
  if (values === undefined) {
    notes.byHand(
      setting,
      'There is no credential of this name in credential_list. Type the key in.',
    )
    return left
  }
  notes.exact(setting)
  for (const [key, value] of values) {
    if (isUnset(left.get(key))) left.set(key, value)
    else notes.exact(value)
  }
  return left
}

const modes: ReadonlySet<string> = new Set([
  'chat',
  'completion',
  'embedding',
  'image_generation',
  'responses',
])

interface ModelInfo {
  readonly mode?: string | undefined
  readonly mark?: EntryMark | undefined
}

function readInfo(
  info: Setting | undefined,
  variables: FileVariables,
  notes: KeptNotes,
): ModelInfo {
  if (info === undefined) return {}
  let mode: string | undefined
  let mark: EntryMark | undefined
  for (const [key, setting] of settingsBelow(info)) {
    const parsed = key === 'patchbay' ? entryMarkSchema.safeParse(setting.value) : undefined
    if (setting.value === null) notes.exact(setting)
    else if (parsed?.success === true) {
      mark = parsed.data
      notes.exact(setting)
    } else if (key === 'mode') {
      mode = readPlainText(setting, variables, notes)
      if (mode !== undefined && modes.has(mode)) notes.exact(setting)
      else
        notes.unsupported(
          setting,
          'Patchbay passes on chats, completions, embeddings and images only.',
        )
    } else {
      const note = infoNoteOf(key)
      notes[note.outcome === 'by-hand' ? 'byHand' : note.outcome](setting, note.message)
    }
  }
  if (typeof info.value !== 'object') notes.unsupported(info, 'This is no object.')
  return { mode, mark }
}

function readOrder(deployment: Deployment): number {
  const setting = take(deployment, 'order')
  if (setting === undefined) return 0
  const order = readNumber(setting, deployment.variables, deployment.notes)
  deployment.notes.exact(setting)
  return order ?? 0
}

function refuse(entry: Setting, notes: KeptNotes, message: string): undefined {
  notes.tell(undefined)
  entry.report.byHand(entry.path, message)
  return undefined
}
