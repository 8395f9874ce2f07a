/**
 * @file Cohere's models behind its OpenAI-compatible API. Ids: declarations of `cohere-ai` 8.1.0;
 * `command-a-reasoning-08-2025` and abilities: `@ai-sdk/cohere` 4.0.52. Figures: Cohere's model pages.
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const command = {
  kind: 'chat',
  input: ['text'],
  output: ['text'],
  tools: true,
} satisfies Partial<CatalogueModel>
const vector = { kind: 'embedding', output: ['embedding'] } satisfies Partial<CatalogueModel>

export const cohere: CatalogueProvider = {
  id: 'cohere',
  name: 'Cohere',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.cohere.ai/compatibility/v1',
  keysUrl: 'https://dashboard.cohere.com/api-keys',
  models: [
    { kind: 'chat', id: 'command-a-plus-05-2026', name: 'Command A+' },
    {
      ...command,
      reasoning: true,
      contextWindow: 256_000,
      maxOutputTokens: 32_000,
      id: 'command-a-reasoning-08-2025',
      name: 'Command A Reasoning',
    },
    {
      ...command,
      input: ['text', 'image'],
      id: 'command-a-vision-07-2025',
      name: 'Command A Vision',
    },
    { ...command, id: 'command-a-03-2025', name: 'Command A' },
    { ...command, id: 'command-r7b-12-2024', name: 'Command R7B' },
    { ...vector, id: 'embed-v4.0', name: 'Embed 4' },
    { ...vector, id: 'embed-multilingual-v3.0', name: 'Embed Multilingual 3' },
    { ...vector, id: 'embed-english-v3.0', name: 'Embed English 3' },
  ],
}
