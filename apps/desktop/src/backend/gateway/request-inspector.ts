/** @file One kept request on demand: redacted, as curl, as a chat. Bodies are there only while they are kept. */
import { createRedactor, ProviderError, type Redactor } from '@patchbay/provider-core'
import type { Trace } from '@patchbay/gateway'
import type { WireRecord } from '@patchbay/provider-core/model'
import type { GatewayRequestDetail, OpenedInChat } from '#contract/gateway-shapes'
import type { ChatService } from '../chat/chat-service.ts'
import type { ModelService } from '../models/model-service.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { toGatewayCurl } from './gateway-curl.ts'
import { readKeyValue } from './key-value.ts'
import { parseWhole, toChat, toTarget } from './to-chat.ts'
import { toGatewayRequest } from './to-gateway-request.ts'

export interface RequestInspectorOptions {
  readonly find: (id: string) => Trace | undefined
  readonly settings: Pick<SettingsStore, 'read'>
  readonly vault: Pick<SecretVault, 'get'>
  readonly models: Pick<ModelService, 'resolve'>
  readonly chat: Pick<ChatService, 'add'>
  /** Address that the gateway has, or would have. */
  readonly url: () => Promise<string>
  readonly now: () => Date
}

export interface RequestInspector {
  detail(id: string): Promise<GatewayRequestDetail>
  curl(id: string): Promise<{ command: string }>
  openInChat(id: string): Promise<OpenedInChat>
}

export function createRequestInspector(options: RequestInspectorOptions): RequestInspector {
  const find = (id: string): Trace => {
    const trace = options.find(id)
    if (trace) return trace
    throw notFound('This request is not kept any more.')
  }

  /** Knows every gateway key, and the secrets of the endpoint that the request went to. */
  const redactorFor = async (trace: Trace): Promise<Redactor> => {
    const { keys } = (await options.settings.read()).gateway
    const values = await Promise.all(keys.map(({ id }) => readKeyValue(options.vault, id)))
    const endpoint = trace.route
      ? await options.models.resolve(trace.route).catch((error: unknown) => {
          // What is gone from here cannot be looked up, and the wire view is redacted already.
          if (error instanceof ProviderError && error.code !== 'vault-unavailable') return undefined
          throw error
        })
      : undefined
    return createRedactor([...values, ...Object.values(endpoint?.secrets ?? {})])
  }

  const readBody = async (trace: Trace): Promise<string> => {
    if (trace.clientBody === undefined)
      throw notFound(
        'The body of this request is not kept. Switch "Keep requests and replies" on, then send it again.',
      )
    parseWhole(trace.clientBody)
    return (await redactorFor(trace)).text(trace.clientBody)
  }

  return {
    async detail(id) {
      const trace = find(id)
      const { clientBody, wire } = trace
      if (clientBody === undefined && wire === undefined)
        return { request: toGatewayRequest(trace) }
      const redactor = await redactorFor(trace)
      return {
        request: toGatewayRequest(trace),
        ...(clientBody === undefined ? {} : { clientBody: redactor.text(clientBody) }),
        ...(wire === undefined ? {} : { wire: redactWire(wire, redactor) }),
      }
    },

    async curl(id) {
      const trace = find(id)
      const body = await readBody(trace)
      const { method, path, client, stream } = trace
      const url = await options.url()
      return { command: toGatewayCurl({ url, method, path, client, stream, body }) }
    },

    async openInChat(id) {
      const trace = find(id)
      const at = options.now().toISOString()
      const { settings, turns, notes } = toChat(trace.client, await readBody(trace), at)
      const target = toTarget(trace.route)
      const chatId = await options.chat.add({ settings, turns, target })
      const last = turns.at(-1)
      if (target === undefined || last?.status !== 'stopped') return { chatId, notes }
      const assumeModelExists = trace.route?.verified === false
      return { chatId, notes, again: { replyId: last.id, target, assumeModelExists, settings } }
    },
  }
}

function redactWire(wire: WireRecord, redactor: Redactor): WireRecord {
  const { requestBody, responseBody, requestHeaders, responseHeaders } = wire
  const lines = (headers: [string, string][]): [string, string][] =>
    headers.map(([name, value]) => [name, redactor.text(value)])
  return {
    ...wire,
    url: redactor.text(wire.url),
    requestHeaders: lines(requestHeaders),
    ...(responseHeaders === undefined ? {} : { responseHeaders: lines(responseHeaders) }),
    ...(requestBody === undefined ? {} : { requestBody: redactor.text(requestBody) }),
    ...(responseBody === undefined ? {} : { responseBody: redactor.text(responseBody) }),
  }
}

function notFound(message: string): ProviderError {
  return new ProviderError({ code: 'not-found', message })
}
