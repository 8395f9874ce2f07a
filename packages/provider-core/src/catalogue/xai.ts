/**
 * @file xAI's models. Ids: `XaiResponsesModelId` and `XaiImageModelId` of `@ai-sdk/xai` 5.0.12 (xAI has
 * no SDK in npm). Vertex ids: `@ai-sdk/google-vertex` 5.0.141. Bedrock ids: AWS's model list. Figures:
 * xAI's model pages.
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const grok = {
  kind: 'chat',
  input: ['text', 'image'],
  output: ['text'],
  tools: true,
  reasoning: true,
} satisfies Partial<CatalogueModel>

export const xai: CatalogueProvider = {
  id: 'xai',
  name: 'xAI',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.x.ai/v1',
  keysUrl: 'https://console.x.ai',
  models: [
    {
      ...grok,
      id: 'grok-4.7',
      name: 'Grok 4.7',
      platformIds: { 'amazon-bedrock': 'xai.grok-4.7' },
      geoProfiles: ['us', 'global'],
    },
    {
      ...grok,
      contextWindow: 500_000,
      id: 'grok-4.6',
      name: 'Grok 4.6',
      platformIds: { 'amazon-bedrock': 'xai.grok-4.6' },
      geoProfiles: ['us', 'global'],
    },
    { ...grok, id: 'grok-4.5', name: 'Grok 4.5' },
    {
      kind: 'chat',
      reasoning: true,
      id: 'grok-4.3',
      name: 'Grok 4.3',
      platformIds: { 'amazon-bedrock': 'xai.grok-4.3' },
    },
    {
      ...grok,
      contextWindow: 1_000_000,
      id: 'grok-4.20-reasoning',
      name: 'Grok 4.20 (reasoning)',
      platformIds: { 'google-vertex': 'xai/grok-4.20-reasoning' },
    },
    {
      ...grok,
      reasoning: false,
      id: 'grok-4.20-non-reasoning',
      name: 'Grok 4.20 (non-reasoning)',
      platformIds: { 'google-vertex': 'xai/grok-4.20-non-reasoning' },
    },
    { kind: 'chat', id: 'grok-latest', name: 'Grok (latest)' },
    {
      kind: 'image',
      output: ['image'],
      id: 'grok-imagine-image-pro',
      name: 'Grok Imagine Image Pro',
    },
    { kind: 'image', output: ['image'], id: 'grok-imagine-image', name: 'Grok Imagine Image' },
  ],
}
