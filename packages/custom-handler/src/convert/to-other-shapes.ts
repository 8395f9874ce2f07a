/** @file Replies that are no chat: legacy text completions, embeddings, images. */
import { completeUsage, describe, isFields, ReplyError, type Fields } from './reply-fields.ts'
import type { ReplyContext } from './to-completion.ts'

/** A chat completion in the shape of `/completions`. */
export function toTextCompletion(completion: Fields): Fields {
  const choices = completion['choices'] as readonly Fields[]
  return {
    ...completion,
    object: 'text_completion',
    choices: choices.map((choice, index) => {
      const { content } = choice['message'] as Fields
      return {
        text: typeof content === 'string' ? content : '',
        index: typeof choice['index'] === 'number' ? choice['index'] : index,
        logprobs: null,
        finish_reason: choice['finish_reason'],
      }
    }),
  }
}

/**
 * @param count how many texts were to be embedded
 * @throws ReplyError when it is no list of vectors, or not one for each text
 */
export function toEmbeddings(
  value: unknown,
  { model }: ReplyContext,
  { count, asBase64 }: { readonly count: number; readonly asBase64: boolean },
): Fields {
  const fields = isFields(value) ? value : {}
  const entries: unknown = Array.isArray(value) ? value : fields['data']
  if (!Array.isArray(entries))
    throw new ReplyError(
      `embedding returned ${describe(value)}. It has to return a list of vectors or an object with "data".`,
    )
  if (entries.length !== count)
    throw new ReplyError(`embedding returned ${entries.length} vectors for ${count} texts.`)
  const usage = completeUsage(fields['usage'])
  return {
    model,
    ...fields,
    object: 'list',
    data: entries.map((entry: unknown, index) => {
      const own = isFields(entry) ? entry : {}
      const vector = isFields(entry) ? entry['embedding'] : entry
      return { index, ...own, object: 'embedding', embedding: readVector(vector, asBase64) }
    }),
    usage: usage ?? { prompt_tokens: 0, total_tokens: 0 },
  }
}

function readVector(vector: unknown, asBase64: boolean): unknown {
  if (typeof vector === 'string') return vector
  if (!Array.isArray(vector) || vector.some((part) => typeof part !== 'number'))
    throw new ReplyError('An embedding is not a list of numbers.')
  if (!asBase64) return vector
  return Buffer.from(Float32Array.from(vector as number[]).buffer).toString('base64')
}

/** @throws ReplyError when it holds no image */
export function toImages(value: unknown, { created }: ReplyContext): Fields {
  const fields = isFields(value) ? value : {}
  const entries: unknown =
    typeof value === 'string' ? [value] : Array.isArray(value) ? value : fields['data']
  if (!Array.isArray(entries))
    throw new ReplyError(
      `imageGeneration returned ${describe(value)}. It has to return a URL, base64, a list of them, or an object with "data".`,
    )
  return { created, ...fields, data: entries.map(readImage) }
}

function readImage(entry: unknown): Fields {
  if (isFields(entry) && ('url' in entry || 'b64_json' in entry)) return entry
  if (typeof entry !== 'string' || entry === '')
    throw new ReplyError('An image is neither a URL nor base64.')
  if (/^https?:/i.test(entry)) return { url: entry }
  return { b64_json: entry.replace(/^data:[^,]*,/, '') }
}
