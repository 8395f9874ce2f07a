/**
 * @file Mistral's models. Ids and abilities: `MistralModelIds` of `@ai-sdk/mistral` 4.0.87, which lists
 * what Mistral's `/v1/models` gave in October 2026 (`@mistralai/mistralai` 2.7.0 takes any string).
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const seeing = {
  kind: 'chat',
  input: ['text', 'image'],
  output: ['text'],
  tools: true,
} satisfies Partial<CatalogueModel>
const vector = {
  kind: 'embedding',
  input: ['text'],
  output: ['embedding'],
} satisfies Partial<CatalogueModel>

export const mistral: CatalogueProvider = {
  id: 'mistral',
  name: 'Mistral',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.mistral.ai/v1',
  keysUrl: 'https://console.mistral.ai/api-keys',
  models: [
    { kind: 'chat', reasoning: true, id: 'mistral-large-4', name: 'Mistral Large 4' },
    { ...seeing, reasoning: false, id: 'mistral-large-latest', name: 'Mistral Large (latest)' },
    { ...seeing, reasoning: true, id: 'mistral-medium-latest', name: 'Mistral Medium (latest)' },
    { kind: 'chat', reasoning: true, id: 'mistral-medium-3-5', name: 'Mistral Medium 3.5' },
    { ...seeing, reasoning: true, id: 'mistral-small-latest', name: 'Mistral Small (latest)' },
    { kind: 'chat', reasoning: true, id: 'mistral-small-2603', name: 'Mistral Small (2603)' },
    {
      ...seeing,
      reasoning: true,
      id: 'magistral-medium-latest',
      name: 'Magistral Medium (latest)',
    },
    { ...seeing, reasoning: true, id: 'magistral-small-latest', name: 'Magistral Small (latest)' },
    { kind: 'chat', reasoning: false, id: 'mistral-large-2512', name: 'Mistral Large (2512)' },
    { ...seeing, reasoning: false, id: 'ministral-14b-latest', name: 'Ministral 14B (latest)' },
    { ...seeing, reasoning: false, id: 'ministral-8b-latest', name: 'Ministral 8B (latest)' },
    { kind: 'chat', reasoning: false, id: 'ministral-3b-latest', name: 'Ministral 3B (latest)' },
    { kind: 'chat', reasoning: false, id: 'mistral-code-latest', name: 'Mistral Code (latest)' },
    { kind: 'chat', reasoning: false, id: 'codestral-latest', name: 'Codestral (latest)' },
    {
      kind: 'chat',
      input: ['text', 'audio'],
      output: ['text'],
      tools: true,
      reasoning: false,
      id: 'voxtral-small-latest',
      name: 'Voxtral Small (latest)',
    },
    { ...vector, id: 'codestral-embed', name: 'Codestral Embed' },
    { ...vector, id: 'mistral-embed', name: 'Mistral Embed' },
  ],
}
