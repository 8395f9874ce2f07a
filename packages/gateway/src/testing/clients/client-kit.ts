/** @file What every client library is put through: one function a feature, before an upstream of any spec. */
import type { DialectId } from '@patchbay/provider-core/model'
import type { StrictUpstream } from '@patchbay/provider-core/testing'

/** What is tried, in the order of the table. */
export const features = [
  'text',
  'stream',
  'tools',
  'images in',
  'json schema',
  'reasoning',
  'embeddings',
  'images out',
  'model list',
  'errors',
  'abort',
] as const
export type Feature = (typeof features)[number]

/** One client before one upstream. */
export interface Scene {
  /** Address of the gateway, without a path. */
  readonly url: string
  readonly key: string
  /** Name of the model as the gateway knows it. */
  readonly model: string
  /** Left out where the upstream's provider type has none. */
  readonly embeddingModel: string | undefined
  readonly imageModel: string | undefined
  /** Tells what arrived, and is told what to answer. */
  readonly upstream: StrictUpstream
  readonly upstreamDialect: DialectId
}

/** Throws when something is not as it should be. */
export type Trial = (scene: Scene) => Promise<void>

export interface ClientKit {
  readonly name: string
  /** Package and version. */
  readonly library: string
  readonly dialect: DialectId
  readonly trials: Readonly<Partial<Record<Feature, Trial>>>
  /** Why the library itself cannot do what has no trial. */
  readonly cannot: Readonly<Partial<Record<Feature, string>>>
}

/** The tool of every trial, and what the model calls it with: twice in one turn. */
export const weatherTool = {
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
} as const
export const cities = ['Oslo', 'Bergen'] as const
export const weatherOf = (city: string): string => `It rains in ${city}.`
export const finalText = 'Rain in both.'

export const answerSchema = {
  type: 'object',
  properties: { answer: { type: 'integer' } },
  required: ['answer'],
  additionalProperties: false,
} as const

/** The upstream's next answers: text without reasoning. */
export function queueText(scene: Scene, ...texts: readonly string[]): void {
  scene.upstream.queueBehaviours(
    ...texts.map((text) => ({ kind: 'reply', text, reasoning: '' }) as const),
  )
}

/** Two parallel calls, then the final text. */
export function queueToolTurns(scene: Scene): void {
  scene.upstream.queueBehaviours(
    {
      kind: 'reply',
      text: '',
      reasoning: '',
      toolCalls: cities.map((city) => ({ name: weatherTool.name, arguments: { city } })),
    },
    { kind: 'reply', text: finalText, reasoning: '' },
  )
}

/** What the upstream got last, as text. */
export function lastBody(scene: Scene): string {
  return scene.upstream.requests.at(-1)?.bodyText ?? ''
}

/**
 * Has the upstream stream slowly enough to be stopped in the middle. What it gives resolves when the gateway
 * has broken that request off, and throws when that takes too long.
 */
export function queueSlowly(scene: Scene): () => Promise<void> {
  const before = scene.upstream.requests.length
  scene.upstream.queueBehaviours({ kind: 'reply', text: 'word '.repeat(500), chunkDelayMs: 20 })
  return async () => {
    const request = scene.upstream.requests[before]
    if (request === undefined) throw new Error('Nothing reached the upstream.')
    const late = new Promise<never>((_, reject) => {
      const words = 'The upstream was not told of the abort for 2 s.'
      setTimeout(() => reject(new Error(words)), 2000).unref()
    })
    const { how } = await Promise.race([request.ended, late])
    if (how !== 'aborted') throw new Error(`The upstream's answer ended as "${how}".`)
  }
}
