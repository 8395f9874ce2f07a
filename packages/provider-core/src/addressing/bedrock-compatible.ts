/**
 * @file Addresses of Bedrock's OpenAI- and Anthropic-compatible interfaces, on the runtime and on Mantle.
 * Sources: AWS user guide "inference-responses-api", "inference-messages-api", "endpoints". Browser-safe.
 */
import type { BedrockApi } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { mantlePrefix } from './bedrock-model-id.ts'

export type CompatibleApi = Exclude<BedrockApi, 'native'>

const operations: Readonly<Partial<Record<DialectId, string>>> = {
  'openai-chat': '/chat/completions',
  'openai-responses': '/responses',
  'anthropic-messages': '/messages',
}

/** An operation, or a base path, of these interfaces at the end of a typed path. */
const typedEnd =
  /^(?<base>.*?)(?<prefix>\/openai\/v1|\/anthropic\/v1|\/openai|\/anthropic|\/v1)?(?<operation>\/chat\/completions|\/responses|\/messages|\/models)?$/

export interface CompatiblePath {
  /** What stands before the interface's own path. */
  readonly base: string
  /** The interface's own path as far as it was typed: `/openai/v1`, `/v1`, …; empty when none was. */
  readonly prefix: string
  /** Operation that stood at the end. */
  readonly operation: string
}

/** Takes a typed path (no slash at its end) of these interfaces apart. */
export function readCompatiblePath(path: string): CompatiblePath {
  const groups = typedEnd.exec(path)?.groups ?? {}
  return {
    base: groups['base'] ?? path,
    prefix: groups['prefix'] ?? '',
    operation: groups['operation'] ?? '',
  }
}

/**
 * Path of a chat request. A typed `/v1` stands as it is, because which prefix a model has may change.
 *
 * @param typedPath Path of the base URL; empty for AWS's own host.
 * @returns `undefined` for a wire format that the interface does not speak.
 */
export function compatibleChatPath(
  api: CompatibleApi,
  call: { readonly dialect: DialectId; readonly modelId: string },
  typedPath: string,
): string | undefined {
  const operation = operations[call.dialect]
  if (operation === undefined) return undefined
  const { base, prefix } = readCompatiblePath(typedPath)
  const messages = call.dialect === 'anthropic-messages'
  if (messages !== (api === 'anthropic') && api !== 'mantle') return undefined
  const own = ownPrefix(api, call.modelId, messages)
  const fits = prefix.startsWith('/anthropic') === messages || prefix === '/v1'
  if (prefix === '' || !fits) return `${base}${own}${operation}`
  return `${base}${prefix.endsWith('/v1') ? prefix : `${prefix}/v1`}${operation}`
}

/** Path of Mantle's model list. */
export function mantleListPath(typedPath: string): string {
  return `${readCompatiblePath(typedPath).base}/v1/models`
}

function ownPrefix(api: CompatibleApi, modelId: string, messages: boolean): string {
  if (messages) return '/anthropic/v1'
  if (api === 'openai') return '/openai/v1'
  const prefix = mantlePrefix(modelId)
  return prefix === '/anthropic/v1' ? '/v1' : prefix
}
