/** @file Settings that LiteLLM sends to the model (`temperature`, …) → the extra body of the endpoint. */
import { endpointFieldsSchema } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { hasCredential } from '../has-credential.ts'
import { entriesOf } from '../leaf-paths.ts'
import { take, type Deployment } from './deployment.ts'
import { noteOf } from './parameter-notes.ts'
import { settingsBelow, type Setting } from './place.ts'
import { hasReference } from './read-value.ts'

type Json = NonNullable<ReturnType<typeof endpointFieldsSchema.parse>['extraBody'][string]>
type JsonObject = Record<string, Json | null>

/** Where a sampling setting stands in formats other than OpenAI's. */
const placesByDialect: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'anthropic-messages': {
    temperature: ['temperature'],
    top_p: ['top_p'],
    top_k: ['top_k'],
    max_tokens: ['max_tokens'],
    max_completion_tokens: ['max_tokens'],
    thinking: ['thinking'],
    metadata: ['metadata'],
  },
  'google-generate': {
    temperature: ['generationConfig', 'temperature'],
    top_p: ['generationConfig', 'topP'],
    top_k: ['generationConfig', 'topK'],
    max_tokens: ['generationConfig', 'maxOutputTokens'],
    max_completion_tokens: ['generationConfig', 'maxOutputTokens'],
    seed: ['generationConfig', 'seed'],
    presence_penalty: ['generationConfig', 'presencePenalty'],
    frequency_penalty: ['generationConfig', 'frequencyPenalty'],
  },
  'bedrock-converse': {
    temperature: ['inferenceConfig', 'temperature'],
    top_p: ['inferenceConfig', 'topP'],
    max_tokens: ['inferenceConfig', 'maxTokens'],
    max_completion_tokens: ['inferenceConfig', 'maxTokens'],
    guardrailConfig: ['guardrailConfig'],
  },
}

/** `extra_body` goes into the body as it is; what nobody has read by now goes where its format has it. */
export function putSentSettings(deployment: Deployment): void {
  const { notes, left } = deployment
  const extra = take(deployment, 'extra_body')
  if (extra !== undefined) {
    if (entriesOf(extra.value) === undefined || Array.isArray(extra.value))
      notes.byHand(extra, 'This is no object. Type it in under Advanced, Extra body.')
    else
      for (const [key, setting] of settingsBelow(extra))
        putInBody(deployment, [key], setting, false)
  }
  for (const [key, setting] of left) {
    left.delete(key)
    const note = noteOf(key)
    if (note !== undefined) {
      notes[note.outcome === 'by-hand' ? 'byHand' : note.outcome](setting, note.message)
      continue
    }
    if (setting.value === null) {
      notes.exact(setting)
      continue
    }
    const place = placeOf(deployment, key)
    if (place === undefined)
      notes.byHand(
        setting,
        'LiteLLM translates it for this provider. Find its name in the provider’s API and type it in under Advanced, Extra body.',
      )
    else putInBody(deployment, place, withNumber(key, setting), true)
  }
}

const numeric: ReadonlySet<string> = new Set([
  'temperature',
  'top_p',
  'top_k',
  'max_tokens',
  'max_completion_tokens',
  'seed',
  'n',
  'presence_penalty',
  'frequency_penalty',
])

/** Numbers that YAML takes for text, such as 1e-1. */
function withNumber(key: string, setting: Setting): Setting {
  const { value } = setting
  const isText = typeof value === 'string' && numeric.has(key) && value.trim() !== ''
  return isText && Number.isFinite(Number(value)) ? { ...setting, value: Number(value) } : setting
}

function placeOf(deployment: Deployment, key: string): readonly string[] | undefined {
  const { fields } = deployment.draft
  const whole = endpointFieldsSchema.parse({
    name: 'x',
    spec: 'openai-chat-completions',
    ...fields,
  })
  const dialect = getSpec(whole.spec).resolveDialect(whole, deployment.modelId)
  const places = placesByDialect[dialect]
  if (places === undefined) return [key]
  return Object.hasOwn(places, key) ? places[key] : undefined
}

/** @param isDefault LiteLLM lets a client say otherwise; the extra body does not. */
function putInBody(
  deployment: Deployment,
  place: readonly string[],
  setting: Setting,
  isDefault: boolean,
): void {
  const { notes, draft } = deployment
  const [last = ''] = setting.path.slice(-1).map(String)
  if (hasCredential(last, setting.value)) {
    const name = place[place.length - 1] ?? last
    if (
      draft.fields.spec === 'custom-handler' &&
      typeof setting.value === 'string' &&
      !hasReference(setting.value)
    ) {
      draft.secrets[`handler:${name}`] = { kind: 'value', value: setting.value }
      notes.exact(setting)
    } else {
      notes.byHand(
        setting,
        'Its name says that it is a credential, and those are not kept among the settings. Put it into a header or the key field.',
      )
    }
    return
  }
  if (hasReference(setting.value)) {
    notes.byHand(
      setting,
      'What is sent with every request cannot come from a variable here. Type the value in under Advanced, Extra body.',
    )
    return
  }
  const json = toJson(setting.value)
  if (json === undefined || place.includes('__proto__')) {
    notes.byHand(setting, 'This cannot be sent as JSON. Type it in under Advanced, Extra body.')
    return
  }
  draft.fields.extraBody = mergeAt(draft.fields.extraBody ?? {}, place, json)
  if (isDefault)
    notes.approximate(setting, 'Sent with every request, also where the client says otherwise.')
  else notes.exact(setting)
}

function mergeAt(
  target: JsonObject,
  [step = '', ...rest]: readonly string[],
  value: Json | null,
): JsonObject {
  if (rest.length === 0) return { ...target, [step]: value }
  const inner = target[step]
  const below = isObject(inner) ? inner : {}
  return { ...target, [step]: mergeAt(below, rest, value) }
}

function isObject(value: Json | null | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `undefined` for what JSON has not, or where a key would reach into an object's prototype. */
function toJson(value: unknown): Json | null | undefined {
  const text = JSON.stringify(value)
  if (text === undefined || /"__proto__"\s*:/.test(text)) return undefined
  return JSON.parse(text) as Json | null
}
