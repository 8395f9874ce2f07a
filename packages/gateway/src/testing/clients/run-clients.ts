/** @file Puts every client library through every feature before every upstream, over one gateway. */
import { openGateway, testKey } from '../open-gateway.ts'
import { aiSdkKits } from './ai-sdk-kits.ts'
import { anthropicKit } from './anthropic-kit.ts'
import { features, type ClientKit, type Feature, type Scene, type Trial } from './client-kit.ts'
import { googleKit } from './google-kit.ts'
import { nodeLlmKits } from './node-llm-kits.ts'
import { openaiChatKit } from './openai-chat-kit.ts'
import { openaiResponsesKit } from './openai-responses-kit.ts'
import { startUpstreams, type TriedUpstream } from './upstreams.ts'

export const clientKits: readonly ClientKit[] = [
  openaiChatKit,
  openaiResponsesKit,
  anthropicKit,
  googleKit,
  ...aiSdkKits,
  ...nodeLlmKits,
]

export interface Cell {
  readonly client: string
  readonly upstream: string
  readonly feature: Feature
  /** `absent`: the library or the provider type has no such thing. */
  readonly outcome: 'passed' | 'failed' | 'absent'
  /** Why it failed, or what has it not. */
  readonly reason?: string
}

/** Milliseconds after which a trial counts as hung. */
const longest = 10_000

/** Runs all trials of the kits whose name `only` allows, one after another. */
export async function runClients(only: (kit: ClientKit) => boolean = () => true): Promise<Cell[]> {
  // The AI SDK prints a line for each model that it does not know.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })
  const upstreams = await startUpstreams()
  const gateway = await openGateway({
    endpoints: upstreams.map(({ endpoint }) => endpoint),
    aliases: upstreams.flatMap(({ alias, name }) => {
      if (alias === undefined) return []
      const address = { endpointId: name, modelId: alias.modelId }
      return [{ name: alias.name, targets: [{ address }] }]
    }),
  })
  const cells: Cell[] = []
  try {
    for (const kit of clientKits.filter(only)) {
      for (const tried of upstreams) {
        const scene: Scene = {
          ...tried,
          url: gateway.url,
          key: testKey,
          upstreamDialect: tried.dialect,
        }
        for (const feature of features) cells.push(await tryFeature(kit, feature, scene, tried))
      }
    }
  } finally {
    await gateway[Symbol.asyncDispose]()
    await Promise.all(upstreams.map(({ upstream }) => upstream.close()))
  }
  return cells
}

async function tryFeature(
  kit: ClientKit,
  feature: Feature,
  scene: Scene,
  { name: upstream }: TriedUpstream,
): Promise<Cell> {
  const place = { client: kit.name, upstream, feature }
  const trial = kit.trials[feature]
  if (trial === undefined)
    return { ...place, outcome: 'absent', reason: kit.cannot[feature] ?? 'no trial' }
  const missing =
    (feature === 'embeddings' && scene.embeddingModel === undefined) ||
    (feature === 'images out' && scene.imageModel === undefined)
  if (missing) return { ...place, outcome: 'absent', reason: 'the provider type has none' }
  scene.upstream.clearQueue()
  const refusedBefore = scene.upstream.refusals.length
  try {
    await inTime(trial, scene)
    const refusals = scene.upstream.refusals.slice(refusedBefore)
    if (refusals.length > 0) throw new Error(`The upstream refused: ${JSON.stringify(refusals[0])}`)
    return { ...place, outcome: 'passed' }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return { ...place, outcome: 'failed', reason: words.split('\n').slice(0, 6).join(' ') }
  }
}

async function inTime(trial: Trial, scene: Scene): Promise<void> {
  const timer = Promise.withResolvers<never>()
  const late = setTimeout(
    () => timer.reject(new Error(`not done after ${longest / 1000} s`)),
    longest,
  )
  try {
    await Promise.race([trial(scene), timer.promise])
  } finally {
    clearTimeout(late)
  }
}

/** A table for each client: features down, upstreams across. */
export function toMatrix(cells: readonly Cell[]): string {
  const marks = { passed: 'yes', failed: 'FAILED', absent: '–' } as const
  const parts: string[] = []
  for (const kit of clientKits) {
    const own = cells.filter(({ client }) => client === kit.name)
    if (own.length === 0) continue
    const upstreams = [...new Set(own.map(({ upstream }) => upstream))]
    const row = (feature: Feature): string =>
      `| ${feature} | ${upstreams
        .map((name) => own.find((cell) => cell.upstream === name && cell.feature === feature))
        .map((cell) => (cell === undefined ? '' : marks[cell.outcome]))
        .join(' | ')} |`
    parts.push(
      [
        `### ${kit.name} (${kit.library})`,
        '',
        `| | ${upstreams.join(' | ')} |`,
        `| --- | ${upstreams.map(() => '---').join(' | ')} |`,
        ...features.map(row),
      ].join('\n'),
    )
  }
  return parts.join('\n\n')
}
