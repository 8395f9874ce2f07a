/**
 * @file Anthropic's models. Ids: type `Model` of `@anthropic-ai/sdk` 1.11.0. Bedrock and Vertex ids:
 * `@ai-sdk/amazon-bedrock` 5.0.101, `@ai-sdk/google-vertex` 5.0.141 and AWS's model cards. Figures:
 * Anthropic's model pages and AWS's model cards; output limits also `@ai-sdk/anthropic` 4.0.105.
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const claude = {
  kind: 'chat',
  input: ['text', 'image', 'pdf'],
  output: ['text'],
  tools: true,
  reasoning: true,
} satisfies Partial<CatalogueModel>

const million = { contextWindow: 1_000_000, maxOutputTokens: 128_000 }
const classic = { contextWindow: 200_000, maxOutputTokens: 64_000 }

export const anthropic: CatalogueProvider = {
  id: 'anthropic',
  name: 'Anthropic',
  spec: 'anthropic',
  baseUrl: 'https://api.anthropic.com',
  keysUrl: 'https://platform.claude.com/settings/keys',
  models: [
    {
      ...claude,
      id: 'claude-fable-5-2',
      name: 'Claude Fable 5.2',
      maxOutputTokens: 128_000,
      platformIds: { 'google-vertex': 'claude-fable-5-2' },
    },
    {
      ...claude,
      ...million,
      id: 'claude-fable-5-1',
      name: 'Claude Fable 5.1',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-fable-5-1',
        'google-vertex': 'claude-fable-5-1',
      },
      geoProfiles: ['us', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-opus-5-5',
      name: 'Claude Opus 5.5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-opus-5-5',
        'google-vertex': 'claude-opus-5-5',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-sonnet-5-5',
      name: 'Claude Sonnet 5.5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-sonnet-5-5',
        'google-vertex': 'claude-sonnet-5-5',
      },
      geoProfiles: ['us', 'eu', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-haiku-5-5',
      name: 'Claude Haiku 5.5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-haiku-5-5',
        'google-vertex': 'claude-haiku-5-5',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'global'],
    },
    { ...claude, id: 'claude-mythos-5-2', name: 'Claude Mythos 5.2' },
    { ...claude, id: 'claude-mythos-5-1', name: 'Claude Mythos 5.1' },
    {
      ...claude,
      ...million,
      id: 'claude-opus-5',
      name: 'Claude Opus 5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-opus-5',
        'google-vertex': 'claude-opus-5',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'in', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-sonnet-5',
      name: 'Claude Sonnet 5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-sonnet-5',
        'google-vertex': 'claude-sonnet-5',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'in', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-fable-5',
      name: 'Claude Fable 5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-fable-5',
        'google-vertex': 'claude-fable-5',
      },
      geoProfiles: ['us', 'eu', 'global'],
    },
    { ...claude, ...million, id: 'claude-mythos-5', name: 'Claude Mythos 5' },
    {
      ...claude,
      ...million,
      id: 'claude-opus-4-8',
      name: 'Claude Opus 4.8',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-opus-4-8',
        'google-vertex': 'claude-opus-4-8',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-opus-4-7',
      name: 'Claude Opus 4.7',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-opus-4-7',
        'google-vertex': 'claude-opus-4-7',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-opus-4-6',
      name: 'Claude Opus 4.6',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-opus-4-6-v1',
        'google-vertex': 'claude-opus-4-6',
      },
      geoProfiles: ['us', 'eu', 'au', 'global'],
    },
    {
      ...claude,
      ...million,
      id: 'claude-sonnet-4-6',
      name: 'Claude Sonnet 4.6',
      platformIds: {
        // As on AWS's model card; `@ai-sdk/amazon-bedrock` declares it with `-v1`.
        'amazon-bedrock': 'anthropic.claude-sonnet-4-6',
        'google-vertex': 'claude-sonnet-4-6',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'global'],
    },
    {
      ...claude,
      ...classic,
      id: 'claude-haiku-4-5',
      name: 'Claude Haiku 4.5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-haiku-4-5-20251001-v1:0',
        'google-vertex': 'claude-haiku-4-5@20251001',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'in', 'global'],
    },
    {
      ...claude,
      ...classic,
      id: 'claude-haiku-4-5-20251001',
      name: 'Claude Haiku 4.5 (2025-10-01)',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-haiku-4-5-20251001-v1:0',
        'google-vertex': 'claude-haiku-4-5@20251001',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'in', 'global'],
    },
    {
      ...claude,
      ...classic,
      id: 'claude-opus-4-5',
      name: 'Claude Opus 4.5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-opus-4-5-20251101-v1:0',
        'google-vertex': 'claude-opus-4-5@20251101',
      },
      geoProfiles: ['us', 'eu', 'global'],
    },
    {
      ...claude,
      ...classic,
      id: 'claude-sonnet-4-5',
      name: 'Claude Sonnet 4.5',
      platformIds: {
        'amazon-bedrock': 'anthropic.claude-sonnet-4-5-20250929-v1:0',
        'google-vertex': 'claude-sonnet-4-5@20250929',
      },
      geoProfiles: ['us', 'eu', 'jp', 'au', 'global'],
    },
  ],
}
