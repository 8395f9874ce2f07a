/** @file The table of contents of the wire formats. */
import type { DialectId } from '../model/spec.ts'
import { anthropicMessages } from './anthropic-messages/anthropic-messages.ts'
import { bedrockConverse } from './bedrock-converse/bedrock-converse.ts'
import type { Dialect } from './dialect.ts'
import { googleGenerate } from './google-generate/google-generate.ts'
import { openaiChat } from './openai-chat/openai-chat.ts'
import { openaiResponses } from './openai-responses/openai-responses.ts'

const dialects: Readonly<Record<DialectId, Dialect>> = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'anthropic-messages': anthropicMessages,
  'google-generate': googleGenerate,
  'bedrock-converse': bedrockConverse,
}

/** The codec of a wire format. */
export function getDialect(id: DialectId): Dialect {
  return dialects[id]
}
