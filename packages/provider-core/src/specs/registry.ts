/** @file The table of contents of what an endpoint can speak: one line a spec, in the order that the form shows. */
import type { SpecId } from '../model/spec.ts'
import { amazonBedrock } from './amazon-bedrock.ts'
import { anthropic } from './anthropic.ts'
import { azure } from './azure.ts'
import { customHandler } from './custom-handler.ts'
import { googleVertex } from './google-vertex.ts'
import { google } from './google.ts'
import { openaiChatCompletions } from './openai-chat-completions.ts'
import { openaiResponses } from './openai-responses.ts'
import type { SpecDefinition } from './spec-definition.ts'

const specById: Readonly<Record<SpecId, SpecDefinition>> = {
  'openai-chat-completions': openaiChatCompletions,
  'openai-responses': openaiResponses,
  anthropic,
  google,
  azure,
  'amazon-bedrock': amazonBedrock,
  'google-vertex': googleVertex,
  'custom-handler': customHandler,
}

/** All specs; the first one is preselected. */
export const specs: readonly SpecDefinition[] = Object.values(specById)

/** The definition of a spec. */
export function getSpec(id: SpecId): SpecDefinition {
  return specById[id]
}
