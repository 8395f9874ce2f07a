/**
 * @file Google's models. Ids: type `Model` of `@google/genai` 3.1.0; embedding ids: `@ai-sdk/google`
 * 4.0.121. Vertex ids: `@ai-sdk/google-vertex` 5.0.141. Figures: Google's model pages. Models that
 * Google already routes to a successor are left out.
 */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'

const gemini = {
  kind: 'chat',
  input: ['text', 'image', 'pdf', 'audio', 'video'],
  output: ['text'],
  tools: true,
  reasoning: true,
} satisfies Partial<CatalogueModel>
const million = { contextWindow: 1_048_576, maxOutputTokens: 65_536 }
const picture = {
  kind: 'image',
  input: ['text', 'image'],
  output: ['text', 'image'],
} satisfies Partial<CatalogueModel>
const vector = { kind: 'embedding', output: ['embedding'] } satisfies Partial<CatalogueModel>

const onVertex = (id: string) => ({ 'google-vertex': id })

export const google: CatalogueProvider = {
  id: 'google',
  name: 'Google',
  spec: 'google',
  baseUrl: 'https://generativelanguage.googleapis.com',
  keysUrl: 'https://aistudio.google.com/apikey',
  models: [
    {
      ...gemini,
      input: ['text', 'image'],
      // Input and output share this one limit.
      contextWindow: 1_048_576,
      id: 'gemini-4-argon',
      name: 'Gemini 4 Argon',
      platformIds: onVertex('gemini-4-argon'),
    },
    {
      ...gemini,
      input: ['text', 'image'],
      id: 'gemini-4-carbon',
      name: 'Gemini 4 Carbon',
      platformIds: onVertex('gemini-4-carbon'),
    },
    {
      ...gemini,
      ...million,
      id: 'gemini-3.8-flash',
      name: 'Gemini 3.8 Flash',
      platformIds: onVertex('gemini-3.8-flash'),
    },
    {
      ...gemini,
      id: 'gemini-3.6-flash',
      name: 'Gemini 3.6 Flash',
      platformIds: onVertex('gemini-3.6-flash'),
    },
    {
      ...gemini,
      id: 'gemini-3.5-flash-lite',
      name: 'Gemini 3.5 Flash-Lite',
      platformIds: onVertex('gemini-3.5-flash-lite'),
    },
    {
      ...gemini,
      id: 'gemini-3.1-pro-preview',
      name: 'Gemini 3.1 Pro (preview)',
      platformIds: onVertex('gemini-3.1-pro-preview'),
    },
    { ...gemini, id: 'gemini-3.1-flash-lite', name: 'Gemini 3.1 Flash-Lite' },
    {
      ...gemini,
      id: 'gemini-3-flash-preview',
      name: 'Gemini 3 Flash (preview)',
      platformIds: onVertex('gemini-3-flash-preview'),
    },
    {
      ...gemini,
      id: 'gemini-2.5-pro',
      name: 'Gemini 2.5 Pro',
      platformIds: onVertex('gemini-2.5-pro'),
    },
    {
      ...gemini,
      id: 'gemini-2.5-flash',
      name: 'Gemini 2.5 Flash',
      platformIds: onVertex('gemini-2.5-flash'),
    },
    {
      ...gemini,
      ...million,
      id: 'gemini-2.5-flash-lite',
      name: 'Gemini 2.5 Flash-Lite',
      platformIds: onVertex('gemini-2.5-flash-lite'),
    },
    { kind: 'chat', id: 'gemini-pro-latest', name: 'Gemini Pro (latest)' },
    { kind: 'chat', id: 'gemini-flash-latest', name: 'Gemini Flash (latest)' },
    { kind: 'chat', id: 'gemini-flash-lite-latest', name: 'Gemini Flash-Lite (latest)' },
    { kind: 'chat', id: 'gemma-4-31b-it', name: 'Gemma 4 31B' },
    { kind: 'chat', id: 'gemma-4-26b-a4b-it', name: 'Gemma 4 26B A4B' },
    {
      ...picture,
      id: 'gemini-nano-banana-2.1',
      name: 'Nano Banana 2.1',
      platformIds: onVertex('gemini-nano-banana-2.1'),
    },
    { ...picture, id: 'gemini-3-pro-image', name: 'Gemini 3 Pro Image' },
    { ...picture, id: 'gemini-3.1-flash-image', name: 'Gemini 3.1 Flash Image' },
    { ...picture, id: 'gemini-3.1-flash-lite-image', name: 'Gemini 3.1 Flash-Lite Image' },
    {
      ...vector,
      id: 'gemini-embedding-2',
      name: 'Gemini Embedding 2',
      platformIds: onVertex('gemini-embedding-2'),
    },
    {
      ...vector,
      input: ['text'],
      id: 'gemini-embedding-001',
      name: 'Gemini Embedding 1',
      platformIds: onVertex('gemini-embedding-001'),
    },
  ],
}
