/** @file `endpoints.azureOpenAI.groups` of LibreChat: one provider a group. */
import {
  addModel,
  approximate,
  byHand,
  createDraft,
  exact,
  mapModel,
  putBaseUrl,
  putField,
  tell,
  unsupported,
  type EndpointDraft,
} from '../endpoint-draft.ts'
import type { Report } from '../report.ts'
import { fieldsOf, itemsOf, tellRest, textOf, type Source } from '../source.ts'
import { giveHeaders, giveKey, giveParameters, readReference } from './shared-settings.ts'

export function readAzureGroups(
  azure: Source,
  report: Report,
  taken: Set<string>,
): EndpointDraft[] {
  const drafts: EndpointDraft[] = []
  for (const [key, setting] of fieldsOf(azure)) {
    if (key === 'groups')
      for (const group of itemsOf(setting)) drafts.push(...readGroup(group, report, taken))
    else report.unsupported(setting.path, 'A matter of LibreChat itself.')
  }
  return drafts
}

function readGroup(group: Source, report: Report, taken: Set<string>): EndpointDraft[] {
  const settings = fieldsOf(group)
  if (settings.size === 0) {
    report.byHand(group.path, 'This is no group of Azure. Add it by hand.')
    return []
  }
  const serverless = settings.get('serverless')?.value === true
  const name = textOf(settings.get('group')) ?? 'Azure OpenAI'
  const draft = createDraft(name, serverless ? 'openai-chat-completions' : 'azure', taken)
  const into = draft.key
  for (const [key, setting] of settings) {
    switch (key) {
      case 'group':
        tell(
          report,
          setting.path,
          textOf(setting) === into
            ? exact
            : approximate('The name is changed, so that it is there once and not too long.'),
          into,
        )
        break
      case 'apiKey':
        giveKey(setting, draft, report)
        break
      case 'instanceName':
        giveInstance(setting, serverless, draft, report)
        break
      case 'version':
        if (serverless) putField(draft, 'query', { 'api-version': textOf(setting) ?? '' })
        tell(
          report,
          setting.path,
          serverless ? exact : putField(draft, 'apiVersion', textOf(setting)),
          into,
        )
        break
      case 'serverless':
        if (serverless) putField(draft, 'auth', { scheme: 'api-key' })
        report.exact(setting.path, into)
        break
      case 'additionalHeaders':
        giveHeaders(setting, draft, report)
        break
      case 'addParams':
      case 'dropParams':
        giveParameters(key, setting, draft, report)
        break
      case 'baseURL':
      case 'models':
      case 'deploymentName':
        break
      case 'assistants':
      case 'forcePrompt':
        report.unsupported(setting.path, 'A matter of LibreChat itself.', into)
        break
      default:
        report.unknown(setting.path)
    }
  }
  giveGroupBase(settings, draft, report)
  readModels(settings, draft, report)
  return [draft]
}

/** A resource's name, or its whole host. */
function giveInstance(
  setting: Source,
  serverless: boolean,
  draft: EndpointDraft,
  report: Report,
): void {
  const text = textOf(setting)
  const read = readReference(text ?? '')
  if (serverless)
    report.unsupported(setting.path, 'A serverless group is called by its baseURL.', draft.key)
  else if (read.kind === 'variable') {
    draft.fromVariables.resourceName = read.variable
    report.exact(setting.path, draft.key)
  } else if (text?.includes('.') === true)
    tell(report, setting.path, putBaseUrl(draft, `https://${text}`), draft.key)
  else tell(report, setting.path, putField(draft, 'resourceName', text), draft.key)
}

function giveGroupBase(settings: Map<string, Source>, draft: EndpointDraft, report: Report): void {
  const setting = settings.get('baseURL')
  const text = textOf(setting)
  if (setting === undefined || text === undefined) {
    if (setting !== undefined) report.exact(setting.path, draft.key)
    return
  }
  const instance = textOf(settings.get('instanceName')) ?? ''
  const named = text.replaceAll('${INSTANCE_NAME}', instance)
  const read = readReference(named)
  if (read.kind === 'variable' && read.variable !== 'DEPLOYMENT_NAME') {
    draft.fromVariables.baseUrl = read.variable
    report.exact(setting.path, draft.key)
    return
  }
  const told = named.includes('${')
    ? byHand(
        'Part of it is filled in for each request. Type the base URL in, without what names the deployment.',
      )
    : putBaseUrl(draft, named)
  if (told.outcome !== 'by-hand') delete draft.fields.resourceName
  tell(
    report,
    setting.path,
    told.outcome === 'exact' && named !== text
      ? approximate('The name of the resource is filled in.')
      : told,
    draft.key,
  )
}

/** Models by the name that LibreChat shows; where the deployment has another one, it is mapped. */
function readModels(settings: Map<string, Source>, draft: EndpointDraft, report: Report): void {
  const into = draft.key
  const common = settings.get('deploymentName')
  const deployment = textOf(common)
  const version = textOf(settings.get('version'))
  let used = false
  const models = settings.get('models')
  for (const [model, source] of models === undefined ? [] : fieldsOf(models)) {
    const parts = fieldsOf(source)
    const target = textOf(parts.get('deploymentName')) ?? deployment
    used ||= parts.get('deploymentName') === undefined && deployment !== undefined
    const told = addModel(draft, model)
    if (target !== undefined && target !== model)
      tell(report, source.path, mapModel(draft, model, target), into)
    if (parts.size === 0)
      tell(
        report,
        source.path,
        source.value === false ? unsupported('LibreChat leaves this model out.') : told,
        into,
      )
    for (const [key, part] of parts) {
      if (key === 'deploymentName') tell(report, part.path, told, into)
      else if (key === 'version')
        tell(
          report,
          part.path,
          textOf(part) === version
            ? exact
            : byHand(
                'The version is one for all models here. Add another custom provider for this one.',
              ),
          into,
        )
      else report.unsupported(part.path, 'A matter of LibreChat itself.', into)
    }
  }
  if (models !== undefined) tellRest(report, models, into)
  if (common !== undefined)
    tell(
      report,
      common.path,
      used || models === undefined ? exact : unsupported('Each model names its own deployment.'),
      into,
    )
  if (models === undefined && deployment !== undefined) addModel(draft, deployment)
}
