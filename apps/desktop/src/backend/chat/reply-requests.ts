/** @file From turns to one request of one model: where it goes, as what it is asked, and what is refused before. */
import { checkCapabilities, toErrorInfo } from '@patchbay/provider-core'
import type {
  ChatEvent,
  ChatRequest,
  ErrorInfo,
  ImageRequest,
  ResolvedEndpoint,
  Route,
  RouteRefusal,
  WireRecord,
} from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import type { z } from 'zod'
import type { ChatTurn, sendMessageInputSchema } from '#contract/shapes'
import type { ChatCall, Engine, ModelCall } from '../engine.ts'
import type { ModelService } from '../models/model-service.ts'
import { toChatRequest } from './chat-request.ts'
import type { ChatStore } from './chat-store.ts'
import type { LoadMedia } from './media-source.ts'
import { shortenMedia } from './shorten-media.ts'
import { drawReply, findOperation, toImageRequest } from './reply-operation.ts'

export type SendInput = z.output<typeof sendMessageInputSchema>
export type SentCall = ChatCall | ModelCall<ImageRequest>

export interface ReplyRequestsOptions {
  readonly store: () => Promise<ChatStore>
  readonly models: ModelService
  readonly engine: Engine
  readonly now: () => Date
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number
}

interface RunOptions {
  readonly signal: AbortSignal
  readonly onCall: (call: SentCall) => void
  readonly onWire: (wire: WireRecord) => void
}

export interface ReplyRequests {
  /** Throws `ProviderError` when the model is known not to take what the turns hold. */
  refuseUnable(input: SendInput, turns: readonly ChatTurn[]): Promise<void>
  /** The reply; whatever goes wrong is its last event. */
  run(
    input: SendInput,
    turns: readonly ChatTurn[],
    options: RunOptions,
  ): AsyncGenerator<ChatEvent, void, void>
  /** The request as a curl command, large files left out; empty for pictures and custom handlers, which have none. */
  curl(call: SentCall): Promise<string>
}

export function createReplyRequests(options: ReplyRequestsOptions): ReplyRequests {
  const { store, models, engine, now, clock } = options

  const makeRequest = (
    goal: { route: Route; resolved: ResolvedEndpoint },
    input: SendInput,
    turns: readonly ChatTurn[],
    load: LoadMedia,
  ): ChatRequest =>
    toChatRequest({
      turns,
      settings: input.settings,
      route: goal.route,
      reasoningField: goal.resolved.endpoint.compat?.reasoningField,
      load,
      now: now(),
      ...(findOperation(goal) === 'chat-and-draw' ? { outputModalities: ['text', 'image'] } : {}),
    })

  return {
    async refuseUnable(input, turns) {
      const hasMedia = turns.some((turn) => turn.parts.some(({ type }) => mediaTypes.has(type)))
      if (!hasMedia) return
      const found = await models.route(input.target, input.assumeModelExists)
      if (!found.ok) return
      const { route } = found
      // What stands in the way of sending at all is the reply's to tell.
      const resolved = await models.resolve(route).catch(() => undefined)
      if (!resolved) return
      if (findOperation({ route, resolved }) === 'draw') {
        toImageRequest(turns)
        return
      }
      const request = makeRequest({ route, resolved }, input, turns, () => undefined)
      const refusal = checkCapabilities(route, resolved.endpoint, { kind: 'chat', request })
      if (refusal) throw refusal
    },

    async *run(input, turns, { signal, onCall, onWire }) {
      try {
        const found = await models.route(input.target, input.assumeModelExists)
        if (!found.ok) {
          yield { type: 'error', error: toRefusalInfo(found.refusal) }
          return
        }
        const goal = { route: found.route, resolved: await models.resolve(found.route) }
        if (findOperation(goal) === 'draw') {
          const call = { ...goal, request: toImageRequest(turns) }
          onCall(call)
          yield* drawReply(call, engine, { signal, clock, onWire })
          return
        }
        const { media } = await store()
        const call = { ...goal, request: makeRequest(goal, input, turns, (id) => media.get(id)) }
        onCall(call)
        yield* engine.chat(call, { signal, onWire })
      } catch (error) {
        yield { type: 'error', error: toErrorInfo(error) }
      }
    },

    curl: async ({ request, ...goal }) => {
      if (!('messages' in request)) return ''
      if (getSpec(goal.resolved.endpoint.spec).platform === 'handler') return ''
      return engine.curl({ ...goal, request: shortenMedia(request) })
    },
  }
}

const mediaTypes: ReadonlySet<string> = new Set(['image', 'file', 'audio'])

function toRefusalInfo(refusal: RouteRefusal): ErrorInfo {
  return { code: refusal.code, message: refusal.message, retryable: false }
}
