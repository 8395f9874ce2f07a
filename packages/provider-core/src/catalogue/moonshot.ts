/**
 * @file Moonshot AI's models (Kimi). Ids: `MoonshotAIChatModelId` of `@ai-sdk/moonshotai` 3.0.60
 * (Moonshot has no SDK in npm). Bedrock ids: AWS's model list.
 */
import type { CatalogueProvider } from '../model/catalogue.ts'

export const moonshot: CatalogueProvider = {
  id: 'moonshot',
  name: 'Moonshot AI',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.moonshot.ai/v1',
  keysUrl: 'https://platform.moonshot.ai/console/api-keys',
  models: [
    {
      kind: 'chat',
      id: 'kimi-k3',
      name: 'Kimi K3',
      platformIds: { 'amazon-bedrock': 'moonshotai.kimi-k3' },
      geoProfiles: ['us', 'global'],
    },
    { kind: 'chat', reasoning: true, id: 'kimi-k2.7-code', name: 'Kimi K2.7 Code' },
    {
      kind: 'chat',
      reasoning: true,
      id: 'kimi-k2.7-code-highspeed',
      name: 'Kimi K2.7 Code (high speed)',
    },
    { kind: 'chat', id: 'kimi-k2.6', name: 'Kimi K2.6' },
    {
      kind: 'chat',
      id: 'kimi-k2.5',
      name: 'Kimi K2.5',
      platformIds: { 'amazon-bedrock': 'moonshotai.kimi-k2.5' },
    },
    { kind: 'chat', id: 'moonshot-v1-auto', name: 'Moonshot V1 (auto)' },
    { kind: 'chat', id: 'moonshot-v1-128k', name: 'Moonshot V1 128K' },
    {
      kind: 'chat',
      id: 'moonshot-v1-128k-vision-preview',
      name: 'Moonshot V1 128K Vision (preview)',
    },
  ],
}
