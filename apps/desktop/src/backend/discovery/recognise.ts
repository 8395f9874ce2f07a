/**
 * @file Which product a server on this machine is, judged by its own answers alone: what merely speaks the
 * same format gets no product's name, and what does not speak it is not named at all.
 */
import { z } from 'zod'
import type { ServerKind } from '#contract/discovery-contract'
import type { ServerAnswer } from './server-answer.ts'

/** Answers by path; undefined where there was none. */
export type Answers = Readonly<Record<string, ServerAnswer | undefined>>

export interface Recognised {
  readonly kind: ServerKind | 'openai-compatible'
  readonly models: readonly string[]
  readonly wantsKey: boolean
}

export const modelsPath = '/v1/models'

const openaiList = z.object({
  data: z.array(z.object({ id: z.string().min(1), owned_by: z.string().nullish() }).loose()),
})
const openaiError = z.object({
  error: z.object({ message: z.string() }).loose(),
})
const version = z.object({ version: z.string().min(1) })
const ollamaTags = z.object({
  models: z.array(z.object({ name: z.string().min(1), modified_at: z.string() }).loose()),
})
const lmStudioModels = z.object({
  data: z.array(
    z.object({ id: z.string().min(1), state: z.string(), compatibility_type: z.string() }).loose(),
  ),
})
const llamaProps = z.object({ default_generation_settings: z.looseObject({}) })

/**
 * What is asked of a server to tell whether it is this product, beside its model list. Never `/health`: there
 * LiteLLM calls every model that it has, at its owner's cost.
 */
export const markPaths: Readonly<Record<ServerKind, readonly string[]>> = {
  ollama: ['/', '/api/version', '/api/tags'],
  'lm-studio': ['/', '/api/v0/models'],
  vllm: ['/version', '/metrics'],
  'llama-cpp': ['/props'],
  litellm: ['/health/liveliness'],
}

/** Other products that also answer where Ollama does say whose models they are. */
const borrowsOllama = /llama\.?cpp|koboldcpp|localai|lemonade|vllm|organization_owner|patchbay/i

const judges: Readonly<Record<ServerKind, (answers: Answers) => readonly string[] | undefined>> = {
  ollama(answers) {
    const tags = read(ollamaTags, answers['/api/tags'])
    const told = read(version, answers['/api/version']) !== undefined
    const greets = answers['/']?.text.trim() === 'Ollama is running'
    const isOllama = (told && (greets || tags !== undefined)) || (tags?.models.length ?? 0) > 0
    if (!isOllama || isBorrowed(answers)) return undefined
    return listed(answers) ?? tags?.models.map(({ name }) => name) ?? []
  },
  'lm-studio'(answers) {
    const own = read(lmStudioModels, answers['/api/v0/models'])
    if (own === undefined) return undefined
    // An empty list shows nothing; LM Studio also answers unknown paths in words of its own.
    const isOwn =
      own.data.length > 0 || /"Unexpected endpoint or method\./.test(answers['/']?.text ?? '')
    if (!isOwn) return undefined
    return listed(answers) ?? own.data.map(({ id }) => id)
  },
  vllm(answers) {
    const models = listed(answers)
    if (models === undefined) {
      // Behind a key the list is closed, but not the metrics, which carry its name.
      const metrics = answers['/metrics']
      const named = metrics?.status === 200 && /^(# (HELP|TYPE) )?vllm:/m.test(metrics.text)
      return named && refusesKey(answers[modelsPath]) ? [] : undefined
    }
    const owned = owners(answers).includes('vllm')
    return owned && read(version, answers['/version']) !== undefined ? models : undefined
  },
  'llama-cpp'(answers) {
    const isNamed = Object.values(answers).some((one) => one?.headers['server'] === 'llama.cpp')
    const props = answers['/props']
    const shows = read(llamaProps, props) !== undefined || refusesKey(props)
    const models = listed(answers)
    if (models === undefined) return isNamed && refusesKey(answers[modelsPath]) ? [] : undefined
    return isNamed || (owners(answers).includes('llamacpp') && shows) ? models : undefined
  },
  litellm(answers) {
    const alive = answers['/health/liveliness']
    const isNamed = alive?.status === 200 && /^"?I'm alive!"?$/.test(alive.text.trim())
    if (!isNamed) return undefined
    return listed(answers) ?? (hidesModels(answers[modelsPath]) ? [] : undefined)
  },
}

/** The product of this kind, if the answers show it. */
export function recogniseAs(kind: ServerKind, answers: Answers): Recognised | undefined {
  const models = judges[kind](answers)
  return models && { kind, models, wantsKey: hidesModels(answers[modelsPath]) }
}

/** A server of no known name that lists its models as OpenAI does, or wants a key in OpenAI's words. */
export function recogniseFormat(answers: Answers): Recognised | undefined {
  const models = listed(answers)
  if (models !== undefined) return { kind: 'openai-compatible', models, wantsKey: false }
  const answer = answers[modelsPath]
  const isFormat = refusesKey(answer) && read(openaiError, answer, 'any-status') !== undefined
  return isFormat ? { kind: 'openai-compatible', models: [], wantsKey: true } : undefined
}

/** Our own demo endpoint, which is offered elsewhere. */
export function isOwnDemo(answers: Answers): boolean {
  return owners(answers).includes('patchbay')
}

export function refusesKey(answer: ServerAnswer | undefined): boolean {
  return answer?.status === 401 || answer?.status === 403
}

/** LiteLLM without its database library fails where it should ask for the key. */
function hidesModels(answer: ServerAnswer | undefined): boolean {
  return refusesKey(answer) || (answer?.status ?? 0) >= 500
}

function listed(answers: Answers): string[] | undefined {
  const list = read(openaiList, answers[modelsPath])
  return list && [...new Set(list.data.map(({ id }) => id))]
}

function owners(answers: Answers): string[] {
  return (read(openaiList, answers[modelsPath])?.data ?? []).flatMap(({ owned_by }) =>
    owned_by ? [owned_by] : [],
  )
}

function isBorrowed(answers: Answers): boolean {
  return (
    Object.values(answers).some((one) => one?.headers['server'] === 'llama.cpp') ||
    owners(answers).some((owner) => borrowsOllama.test(owner))
  )
}

function read<Shape extends z.ZodType>(
  shape: Shape,
  answer: ServerAnswer | undefined,
  which: 'success' | 'any-status' = 'success',
): z.infer<Shape> | undefined {
  if (answer === undefined || (which === 'success' && answer.status !== 200)) return undefined
  const parsed = shape.safeParse(answer.json)
  return parsed.success ? parsed.data : undefined
}
