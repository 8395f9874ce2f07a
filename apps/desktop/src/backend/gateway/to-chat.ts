/** @file A client's request as a chat: its words and what fits the chat's settings. */
import { randomUUID } from 'node:crypto'
import {
  getDialect,
  ProviderError,
  type ClientDialect,
  type Dialect,
} from '@patchbay/provider-core'
import type {
  ChatMessage,
  ChatRequest,
  ContentPart,
  DialectId,
  ModelAddress,
  Route,
} from '@patchbay/provider-core/model'
import { chatSettingsSchema, type ChatSettings, type ChatTurn } from '#contract/shapes'

export interface RequestAsChat {
  readonly settings: ChatSettings
  /** The last one is a reply that is still missing. */
  readonly turns: ChatTurn[]
  /** What a chat has no place for. */
  readonly notes: string[]
}

/** Throws `ProviderError('invalid-request')` for a body that was not kept whole or that is no chat. */
export function toChat(client: DialectId | undefined, body: string, at: string): RequestAsChat {
  const dialect = client === undefined ? undefined : getDialect(client)
  if (!dialect || !isClientDialect(dialect)) throw noChat('This request is no chat.')
  const { request } = dialect.decodeRequest(parseWhole(body))
  const system = request.messages.filter((message) => message.role === 'system')
  const turns: ChatTurn[] = []
  for (const message of request.messages) {
    if (message.role === 'system') continue
    const text = message.content.map(wordsOf).filter(Boolean).join('\n\n')
    if (text !== '')
      turns.push(newTurn(message.role === 'assistant' ? 'assistant' : 'user', text, at))
  }
  if (turns.length === 0) throw noChat('This request holds no text.')
  if (turns.at(-1)?.role === 'user')
    turns.push({ ...newTurn('assistant', '', at), status: 'stopped' })
  return { settings: toSettings(request, system), turns, notes: listLosses(request) }
}

/** What the chat asks for again: the provider's model where the request was routed by a provider. */
export function toTarget(route: Route | undefined): ModelAddress | undefined {
  if (!route) return undefined
  const { providerId, endpointId, modelId } = route
  return providerId === undefined ? { endpointId, modelId } : { providerId, modelId }
}

/** Bodies are kept up to a limit; what was cut is no JSON any more. */
export function parseWhole(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw noChat('This request is too long to be kept whole, or it is not JSON.')
  }
}

function isClientDialect(dialect: Dialect): dialect is ClientDialect {
  return 'decodeRequest' in dialect
}

function newTurn(role: ChatTurn['role'], text: string, createdAt: string): ChatTurn {
  const parts = text === '' ? [] : [{ type: 'text' as const, text }]
  return { id: randomUUID(), role, parts, status: 'complete', createdAt }
}

function toSettings(request: ChatRequest, system: readonly ChatMessage[]): ChatSettings {
  const text = system
    .flatMap(({ content }) => content.map(wordsOf))
    .filter(Boolean)
    .join('\n\n')
  const { shape } = chatSettingsSchema
  const temperature = shape.temperature.safeParse(request.temperature).data
  const maxOutputTokens = shape.maxOutputTokens.safeParse(request.maxOutputTokens).data
  return {
    ...(text === '' ? {} : { system: text }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  }
}

/**
 * Everything as words: a chat has no tools to declare, and vendors refuse calls and results of tools that a
 * request does not declare.
 */
function wordsOf(part: ContentPart): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'image':
      return '[image]'
    case 'file':
      return `[file${part.filename === undefined ? '' : ` ${part.filename}`}]`
    case 'audio':
      return '[audio]'
    case 'tool-call':
      return `[called ${part.name}: ${part.arguments}]`
    case 'tool-result':
      return `[result of ${part.name ?? part.callId}]\n${part.content.map(wordsOf).join('\n')}`
    default:
      return ''
  }
}

function listLosses(request: ChatRequest): string[] {
  const parts = request.messages.flatMap(({ content }) => content.map(({ type }) => type))
  const media = parts.some((type) => type === 'image' || type === 'file' || type === 'audio')
  const calls = parts.some((type) => type === 'tool-call' || type === 'tool-result')
  return [
    ...((request.tools?.length ?? 0) > 0 ? ['Its tools are not taken over.'] : []),
    ...(calls ? ['Tool calls and their results are shown as text.'] : []),
    ...(media ? ['Images, files and audio are left out.'] : []),
    ...(request.responseFormat === undefined || request.responseFormat.type === 'text'
      ? []
      : ['The format that it asked for is not taken over.']),
  ]
}

function noChat(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message })
}
