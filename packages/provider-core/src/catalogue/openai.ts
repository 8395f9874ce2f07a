/**
 * @file OpenAI's models. Ids: `ChatModel`, `AllModels`, `EmbeddingModel` and `ImageModel` of `openai`
 * 7.55.0, without those whose announced shutdown date (same declarations) has passed. Figures: OpenAI's
 * model pages and AWS's model cards, which agree. Bedrock ids: AWS's model cards.
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const gpt = {
  kind: 'chat',
  input: ['text', 'image'],
  output: ['text'],
  tools: true,
} satisfies Partial<CatalogueModel>
const thinking = { ...gpt, reasoning: true } satisfies Partial<CatalogueModel>
const million = { contextWindow: 1_050_000, maxOutputTokens: 128_000 }

const picture = {
  kind: 'image',
  input: ['text', 'image'],
  output: ['image'],
} satisfies Partial<CatalogueModel>
const vector = {
  kind: 'embedding',
  input: ['text'],
  output: ['embedding'],
} satisfies Partial<CatalogueModel>

export const openai: CatalogueProvider = {
  id: 'openai',
  name: 'OpenAI',
  spec: 'openai-responses',
  baseUrl: 'https://api.openai.com/v1',
  keysUrl: 'https://platform.openai.com/api-keys',
  models: [
    {
      ...thinking,
      ...million,
      id: 'gpt-6-astra',
      name: 'GPT-6 Astra',
      platformIds: { 'amazon-bedrock': 'openai.gpt-6-astra' },
      geoProfiles: ['us', 'global'],
    },
    {
      ...thinking,
      id: 'gpt-6.1-sol',
      name: 'GPT-6.1 Sol',
      platformIds: { 'amazon-bedrock': 'openai.gpt-6.1-sol' },
      geoProfiles: ['us', 'global'],
    },
    { ...thinking, id: 'gpt-6.1-terra', name: 'GPT-6.1 Terra' },
    {
      ...thinking,
      ...million,
      id: 'gpt-6-sol',
      name: 'GPT-6 Sol',
      platformIds: { 'amazon-bedrock': 'openai.gpt-6-sol' },
      geoProfiles: ['us', 'global'],
    },
    {
      ...thinking,
      ...million,
      id: 'gpt-6-luna',
      name: 'GPT-6 Luna',
      platformIds: { 'amazon-bedrock': 'openai.gpt-6-luna' },
      geoProfiles: ['us', 'global'],
    },
    {
      ...thinking,
      ...million,
      id: 'gpt-5.6-sol',
      name: 'GPT-5.6 Sol',
      platformIds: { 'amazon-bedrock': 'openai.gpt-5.6-sol' },
      geoProfiles: ['us', 'global'],
    },
    {
      ...thinking,
      ...million,
      id: 'gpt-5.6-terra',
      name: 'GPT-5.6 Terra',
      platformIds: { 'amazon-bedrock': 'openai.gpt-5.6-terra' },
      geoProfiles: ['us', 'in', 'global'],
    },
    {
      ...thinking,
      ...million,
      id: 'gpt-5.6-luna',
      name: 'GPT-5.6 Luna',
      platformIds: { 'amazon-bedrock': 'openai.gpt-5.6-luna' },
      geoProfiles: ['us', 'in', 'global'],
    },
    { ...thinking, id: 'gpt-5.5-pro', name: 'GPT-5.5 Pro' },
    { ...thinking, ...million, id: 'gpt-5.5', name: 'GPT-5.5' },
    { ...thinking, ...million, id: 'gpt-5.4', name: 'GPT-5.4' },
    { ...thinking, id: 'gpt-5.4-mini', name: 'GPT-5.4 Mini' },
    { ...thinking, id: 'gpt-5.4-nano', name: 'GPT-5.4 Nano' },
    { ...thinking, id: 'gpt-5.2-pro', name: 'GPT-5.2 Pro' },
    { ...thinking, id: 'gpt-5.2', name: 'GPT-5.2' },
    { ...thinking, id: 'gpt-5.1', name: 'GPT-5.1' },
    { ...thinking, id: 'gpt-5', name: 'GPT-5' },
    { ...thinking, id: 'gpt-5-mini', name: 'GPT-5 Mini' },
    { ...thinking, id: 'gpt-5-nano', name: 'GPT-5 Nano' },
    { ...thinking, id: 'o3', name: 'o3' },
    { ...gpt, reasoning: false, id: 'gpt-4.1', name: 'GPT-4.1' },
    { ...gpt, reasoning: false, id: 'gpt-4.1-mini', name: 'GPT-4.1 Mini' },
    { ...gpt, reasoning: false, id: 'gpt-4o', name: 'GPT-4o' },
    { ...gpt, reasoning: false, id: 'gpt-4o-mini', name: 'GPT-4o Mini' },
    { ...picture, id: 'gpt-image-2.6-sunburst', name: 'GPT Image 2.6 Sunburst' },
    { ...picture, id: 'gpt-image-2.6-flare', name: 'GPT Image 2.6 Flare' },
    { ...picture, id: 'gpt-image-2.5-sunburst', name: 'GPT Image 2.5 Sunburst' },
    { ...picture, id: 'gpt-image-2.5-flare', name: 'GPT Image 2.5 Flare' },
    { ...picture, id: 'gpt-image-2', name: 'GPT Image 2' },
    { ...picture, id: 'gpt-image-1.5', name: 'GPT Image 1.5' },
    { ...vector, id: 'text-embedding-3-large', name: 'Text Embedding 3 Large' },
    { ...vector, id: 'text-embedding-3-small', name: 'Text Embedding 3 Small' },
  ],
}
