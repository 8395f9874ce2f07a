/** @file Settings of a client's request → ours. */
import type { ChatRequest, Tool } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { keepRaw } from '../raw-fields.ts'
import {
  createTaker,
  refuseField,
  takeInteger,
  takeNumber,
  takeObject,
  takeObjects,
  takeText,
  takeTexts,
} from './client-fields.ts'
import { readOpenApiSchema } from './open-api-schema.ts'
import { readThinking } from './thinking.ts'
import { dialectId, toRaw } from './wire.ts'

type Settings = Omit<ChatRequest, 'messages' | 'raw'>

/** Decodes `generationConfig`; `rest` is what has no neutral word. */
export function decodeGenerationConfig(value: unknown): {
  readonly settings: Settings
  readonly rest: JsonObject | undefined
} {
  const { take, rest } = createTaker(takeObject(value, 'generationConfig') ?? {})
  const field = (name: string) => `generationConfig.${name}`
  const number = (name: string) => takeNumber(take(name), field(name))
  const integer = (name: string) => takeInteger(take(name), field(name))
  const top = integer('logprobs')
  const hasLogprobs = take('responseLogprobs') === true
  const topK = number('topK')
  const settings = {
    temperature: number('temperature'),
    topP: number('topP'),
    // A number with a fraction in Google's schema, though only whole ones mean something.
    topK: topK === undefined ? undefined : Math.round(topK),
    maxOutputTokens: positive(integer('maxOutputTokens'), field('maxOutputTokens')),
    stop: takeTexts(take('stopSequences'), field('stopSequences')),
    seed: integer('seed'),
    frequencyPenalty: number('frequencyPenalty'),
    presencePenalty: number('presencePenalty'),
    choices: positive(integer('candidateCount'), field('candidateCount')),
    logprobs: hasLogprobs ? { ...(top !== undefined && { top }) } : undefined,
    responseFormat: decodeResponseFormat(take),
    reasoning: readThinking(takeObject(take('thinkingConfig'), field('thinkingConfig'))),
    outputModalities: decodeModalities(take('responseModalities')),
  }
  const left = { ...rest(), ...(top !== undefined && !hasLogprobs && { logprobs: top }) }
  return {
    settings: dropUndefined(settings),
    rest: Object.keys(left).length === 0 ? undefined : left,
  }
}

function dropUndefined(settings: { [Key in keyof Settings]: Settings[Key] | undefined }): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

function positive(value: number | undefined, field: string): number | undefined {
  if (value === undefined || value > 0) return value
  throw refuseField(field, 'must be greater than 0')
}

function decodeResponseFormat(take: (name: string) => unknown): ChatRequest['responseFormat'] {
  const type = takeText(take('responseMimeType'), 'generationConfig.responseMimeType')
  const jsonSchema = takeObject(take('responseJsonSchema'), 'generationConfig.responseJsonSchema')
  const schema = takeObject(take('responseSchema'), 'generationConfig.responseSchema')
  if (jsonSchema !== undefined) return { type: 'json-schema', schema: jsonSchema }
  if (schema !== undefined) return { type: 'json-schema', schema: readOpenApiSchema(schema) }
  if (type === 'application/json') return { type: 'json' }
  if (type === undefined || type === 'text/plain') return type && { type: 'text' }
  throw refuseField('generationConfig.responseMimeType', `"${type}" is not supported`)
}

const modalities = ['text', 'image', 'audio'] as const

function decodeModalities(value: unknown): ChatRequest['outputModalities'] {
  const field = 'generationConfig.responseModalities'
  return takeTexts(value, field)?.map((name) => {
    const found = modalities.find((modality) => modality === name.toLowerCase())
    if (found === undefined) throw refuseField(field, `"${name}" is not supported`)
    return found
  })
}

/** Decodes `tools`: functions one by one, everything else (googleSearch, codeExecution, …) as it came. */
export function decodeTools(value: unknown): Tool[] | undefined {
  if (value === undefined || value === null) return undefined
  const tools: Tool[] = []
  for (const [at, entry] of takeObjects(value, 'tools').entries()) {
    const { take, rest } = createTaker(entry)
    const field = `tools[${at}].functionDeclarations`
    for (const [place, body] of takeObjects(take('functionDeclarations'), field).entries()) {
      tools.push(decodeFunction(body, `${field}[${place}]`))
    }
    const provider = rest()
    if (provider !== undefined) tools.push({ type: 'provider', raw: toRaw(provider) })
  }
  return tools
}

function decodeFunction(body: JsonObject, field: string): Tool {
  const { take, rest } = createTaker(body)
  const name = takeText(take('name'), `${field}.name`)
  if (name === undefined || name === '') throw refuseField(`${field}.name`, 'is missing')
  const description = takeText(take('description'), `${field}.description`)
  const jsonSchema = takeObject(take('parametersJsonSchema'), `${field}.parametersJsonSchema`)
  const own = takeObject(take('parameters'), `${field}.parameters`)
  const parameters = jsonSchema ?? (own && readOpenApiSchema(own))
  // Google's own schema dialect goes back to Google as it came.
  const raw = { ...rest(), ...(jsonSchema === undefined && own && { parameters: own }) }
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    ...(parameters !== undefined && { parameters }),
    ...keepRaw(dialectId, raw),
  }
}

/** Decodes `toolConfig`; a list of allowed functions beside "must call one" stays raw beside the neutral word. */
export function decodeToolConfig(value: unknown): {
  readonly toolChoice: ChatRequest['toolChoice']
  readonly rest: JsonObject | undefined
} {
  const outer = createTaker(takeObject(value, 'toolConfig') ?? {})
  const config = takeObject(outer.take('functionCallingConfig'), 'toolConfig.functionCallingConfig')
  const inner = createTaker(config ?? {})
  const mode = takeText(inner.take('mode'), 'toolConfig.functionCallingConfig.mode')?.toUpperCase()
  const names = takeTexts(
    inner.take('allowedFunctionNames'),
    'toolConfig.functionCallingConfig.allowedFunctionNames',
  )
  const toolChoice = decodeChoice(mode, names, config)
  const isWhole = toolChoice?.type === 'raw' || toolChoice?.type === 'tool'
  const left = {
    ...(toolChoice?.type === 'raw' ? undefined : inner.rest()),
    ...(!isWhole && names !== undefined && names.length > 0 && { allowedFunctionNames: names }),
  }
  const rest = {
    ...outer.rest(),
    ...(Object.keys(left).length > 0 && { functionCallingConfig: left }),
  }
  return { toolChoice, rest: Object.keys(rest).length === 0 ? undefined : rest }
}

function decodeChoice(
  mode: string | undefined,
  names: readonly string[] | undefined,
  config: JsonObject | undefined,
): ChatRequest['toolChoice'] {
  const [name, ...others] = names ?? []
  if (mode === 'AUTO') return { type: 'auto' }
  if (mode === 'NONE') return { type: 'none' }
  if (mode === 'ANY' && name !== undefined && others.length === 0) return { type: 'tool', name }
  if (mode === 'ANY') return { type: 'required' }
  return mode === undefined || mode === 'MODE_UNSPECIFIED'
    ? undefined
    : { type: 'raw', raw: toRaw(config) }
}
