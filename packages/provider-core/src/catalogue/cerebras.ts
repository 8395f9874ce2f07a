/** @file Models served by Cerebras. Ids: `CerebrasChatModelId` of `@ai-sdk/cerebras` 3.0.59. */
import type { CatalogueProvider } from '../model/catalogue.ts'

export const cerebras: CatalogueProvider = {
  id: 'cerebras',
  name: 'Cerebras',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.cerebras.ai/v1',
  keysUrl: 'https://cloud.cerebras.ai',
  models: [
    {
      kind: 'chat',
      reasoning: true,
      id: 'gpt-oss-120b',
      name: 'GPT-OSS 120B',
      platformIds: {
        'amazon-bedrock': 'openai.gpt-oss-120b-1:0',
        'google-vertex': 'openai/gpt-oss-120b-maas',
      },
    },
    { kind: 'chat', id: 'gemma-4-31b', name: 'Gemma 4 31B' },
  ],
}
