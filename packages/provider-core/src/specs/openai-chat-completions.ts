/** @file Spec: OpenAI Chat Completions, on any host. */
import { addressOpenai } from '../addressing/direct.ts'
import { trimOpenaiOperation } from '../addressing/direct-paths.ts'
import { checkAddress } from './check-address.ts'
import { optionalApiKey, readPastedDirect } from './direct-spec.ts'
import type { SpecDefinition } from './spec-definition.ts'

export const openaiChatCompletions: SpecDefinition = {
  id: 'openai-chat-completions',
  label: 'OpenAI (Chat Completions)',
  purpose: 'For vLLM, Ollama, LM Studio, llama.cpp and most proxies.',
  platform: 'direct',
  baseUrl: 'required',
  baseUrlPlaceholder: 'https://host.example/v1',
  fields: [],
  credentials: optionalApiKey,
  dialectChoices: [],
  resolveDialect: () => 'openai-chat',
  checkFields: (fields) => checkAddress(() => addressOpenai(fields, { kind: 'list-models' })),
  address: addressOpenai,
  readPasted: (base) => readPastedDirect(base, trimOpenaiOperation),
  ownPath: /\/chat\/completions$/,
}
