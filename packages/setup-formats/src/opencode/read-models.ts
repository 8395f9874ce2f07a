/** @file `models` of a provider of opencode: ids and, where the server calls one otherwise, the mapping. */
import {
  addModel,
  byHand,
  exact,
  mapModel,
  putField,
  tell,
  unsupported,
  type EndpointDraft,
  type Told,
} from '../endpoint-draft.ts'
import type { Report } from '../report.ts'
import { fieldsOf, tellRest, textOf, type Source } from '../source.ts'

const ofItsWindow = new Set([
  'name',
  'family',
  'release_date',
  'status',
  'experimental',
  'variants',
])

const abilities = new Set([
  'attachment',
  'reasoning',
  'temperature',
  'tool_call',
  'cost',
  'limit',
  'modalities',
])

export function readModels(models: Source, draft: EndpointDraft, report: Report): void {
  for (const [id, source] of fieldsOf(models)) {
    const added = addModel(draft, id)
    const settings = fieldsOf(source)
    if (settings.size === 0) tell(report, source.path, added, draft.key)
    for (const [key, setting] of settings)
      tell(report, setting.path, readModelSetting(id, key, setting, draft), draft.key)
  }
  tellRest(report, models, draft.key)
}

function readModelSetting(id: string, key: string, setting: Source, draft: EndpointDraft): Told {
  if (key === 'id') {
    const target = textOf(setting)
    return target === undefined || target === id ? exact : mapModel(draft, id, target)
  }
  if (key === 'interleaved') {
    const field = textOf(fieldsOf(setting).get('field'))
    return field === undefined
      ? unsupported('Reasoning is sent back in the field that it came in.')
      : putField(draft, 'compat', { ...draft.fields.compat, reasoningField: field })
  }
  if (ofItsWindow.has(key)) return unsupported('A matter of opencode itself.')
  if (abilities.has(key))
    return unsupported('Abilities, limits and prices are not set by model here.')
  if (key === 'options' || key === 'headers' || key === 'provider')
    return byHand('This is for one model. Add another custom provider for it, and set it there.')
  return unsupported('Patchbay does not know this setting, so it is left out.')
}
