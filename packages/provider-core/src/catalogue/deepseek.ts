/**
 * @file DeepSeek's models. Ids: `DeepSeekChatModelId` of `@ai-sdk/deepseek` 3.0.56 (DeepSeek has no SDK
 * in npm); abilities: the table in the same package's documentation.
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const deepseekChat = {
  kind: 'chat',
  input: ['text'],
  output: ['text'],
  tools: true,
} satisfies Partial<CatalogueModel>

export const deepseek: CatalogueProvider = {
  id: 'deepseek',
  name: 'DeepSeek',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.deepseek.com',
  keysUrl: 'https://platform.deepseek.com/api_keys',
  models: [
    { ...deepseekChat, reasoning: true, id: 'deepseek-v4-pro', name: 'DeepSeek V4 Pro' },
    { ...deepseekChat, id: 'deepseek-flash', name: 'DeepSeek Flash' },
    { ...deepseekChat, reasoning: true, id: 'deepseek-v4-flash', name: 'DeepSeek V4 Flash' },
    {
      ...deepseekChat,
      input: ['text', 'image'],
      id: 'deepseek-v4-flash-vision-exp',
      name: 'DeepSeek V4 Flash Vision (experimental)',
    },
  ],
}
