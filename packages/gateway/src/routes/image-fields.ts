/** @file Fields of OpenAI's images API ↔ the neutral ones. */
import type { JsonObject } from '@patchbay/provider-core'
import {
  imageRequestSchema,
  type ImageRequest,
  type Usage,
  type Warning,
} from '@patchbay/provider-core/model'
import { isObject, refuseField, warnUnread } from './read-json-body.ts'

const read = [
  'model',
  'prompt',
  'n',
  'size',
  'quality',
  'background',
  'output_format',
  'response_format',
  'seed',
  'user',
  'stream',
]

/** Throws `ProviderError('invalid-request')` when there is no prompt. What has no neutral word is warned of. */
export function readImageRequest(body: JsonObject): {
  readonly request: ImageRequest
  readonly warnUnread: (who: string) => Warning[]
} {
  const { prompt } = body
  if (typeof prompt !== 'string' || prompt === '') {
    throw refuseField('prompt', 'a description of the picture is expected.')
  }
  const told: JsonObject = {
    count: body['n'],
    size: body['size'],
    quality: body['quality'],
    background: body['background'],
    outputFormat: body['output_format'],
    seed: body['seed'],
    userId: body['user'],
  }
  const { shape } = imageRequestSchema
  const request: JsonObject = { prompt }
  const odd: string[] = []
  for (const [name, value] of Object.entries(told)) {
    if (value === undefined || value === null) continue
    const parsed = shape[name as keyof typeof shape].safeParse(value)
    if (parsed.success) request[name] = parsed.data
    else odd.push(name)
  }
  return {
    request: request as ImageRequest,
    warnUnread: (who) => [
      ...warnUnread(body, read, who),
      ...odd.map((name) => ({
        code: 'setting-left-out',
        message: `${who} does not know this ${name}; it was left out.`,
      })),
    ],
  }
}

export function readImageUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined
  const { input_tokens: input, output_tokens: output } = value
  return {
    ...(typeof input === 'number' ? { inputTokens: input } : {}),
    ...(typeof output === 'number' ? { outputTokens: output } : {}),
  }
}

export function encodeImageUsage({ inputTokens = 0, outputTokens = 0 }: Usage): JsonObject {
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    input_tokens_details: { text_tokens: inputTokens, image_tokens: 0 },
  }
}
