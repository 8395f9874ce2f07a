/**
 * @file Perplexity's models. Ids: `PerplexityLanguageModelId` of `@ai-sdk/perplexity` 4.0.49, without
 * the withdrawn `sonar-reasoning`; abilities: the table in the same package's documentation.
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const sonar = {
  kind: 'chat',
  input: ['text', 'image'],
  output: ['text'],
  tools: false,
} satisfies Partial<CatalogueModel>

export const perplexity: CatalogueProvider = {
  id: 'perplexity',
  name: 'Perplexity',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.perplexity.ai',
  keysUrl: 'https://www.perplexity.ai/settings/api',
  models: [
    {
      ...sonar,
      input: ['text'],
      reasoning: true,
      id: 'sonar-deep-research',
      name: 'Sonar Deep Research',
    },
    { ...sonar, reasoning: true, id: 'sonar-reasoning-pro', name: 'Sonar Reasoning Pro' },
    { ...sonar, reasoning: false, id: 'sonar-pro', name: 'Sonar Pro' },
    { ...sonar, reasoning: false, id: 'sonar', name: 'Sonar' },
  ],
}
