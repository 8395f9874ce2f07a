/** @file How a model is asked for a reply: as a chat, as a chat that may draw, or for a picture. */
import { checkCapabilities, findModelAnywhere, ProviderError } from '@patchbay/provider-core'
import type {
  ChatEvent,
  ImageRequest,
  ResolvedEndpoint,
  Route,
  WireRecord,
} from '@patchbay/provider-core/model'
import { textOf } from '#contract/chat-parts'
import type { ChatTurn } from '#contract/shapes'
import type { Engine, ModelCall } from '../engine.ts'

export type ReplyOperation = 'chat' | 'chat-and-draw' | 'draw'

interface Goal {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
}

/** What nobody knows is a chat. */
export function findOperation({ route, resolved }: Goal): ReplyOperation {
  const can = (kind: 'complete' | 'image') =>
    checkCapabilities(route, resolved.endpoint, { kind }) === undefined
  if (!can('complete') && can('image')) return 'draw'
  const known = route.verified
    ? (findModelAnywhere(route.modelId) ?? findModelAnywhere(route.upstreamModelId))
    : undefined
  return known?.model.output?.includes('image') ? 'chat-and-draw' : 'chat'
}

/** The last message as a prompt for a picture. Throws `ProviderError` when it is none. */
export function toImageRequest(turns: readonly ChatTurn[]): ImageRequest {
  const asked = turns.findLast((turn) => turn.role === 'user')
  if (asked?.parts.some((part) => part.type !== 'text')) {
    throw new ProviderError({
      code: 'invalid-request',
      message: 'This model draws from words only. Remove the files, or choose another model.',
    })
  }
  return { prompt: (asked && textOf(asked).trim()) || 'A picture' }
}

/** A picture model's answer as the events of a reply. Throws `ProviderError`. */
export async function* drawReply(
  call: ModelCall<ImageRequest>,
  engine: Engine,
  options: {
    readonly signal: AbortSignal
    readonly clock: () => number
    readonly onWire: (wire: WireRecord) => void
  },
): AsyncGenerator<ChatEvent, void, void> {
  const { signal, clock, onWire } = options
  const startedAt = clock()
  const { images, text, usage, warnings } = await engine.generateImage(call, { signal, onWire })
  yield { type: 'start', model: call.route.upstreamModelId, warnings }
  if (text !== undefined) yield { type: 'text-delta', text }
  for (const image of images) {
    const { revisedPrompt: _words, ...source } = image
    yield { type: 'image', source }
  }
  const timing = { totalMs: clock() - startedAt }
  yield { type: 'finish', reason: 'stop', timing, ...(usage === undefined ? {} : { usage }) }
}
