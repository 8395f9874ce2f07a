/**
 * @file Models served by Groq. Ids: the `model` parameter in `groq-sdk` 1.6.0, without those that Groq
 * has taken off. Bedrock and Vertex ids of the open weights: `@ai-sdk/amazon-bedrock` 5.0.101 and
 * `@ai-sdk/google-vertex` 5.0.141. Figures: Groq's model pages.
 */
import type { CatalogueProvider } from '../model/catalogue.ts'

export const groq: CatalogueProvider = {
  id: 'groq',
  name: 'Groq',
  spec: 'openai-chat-completions',
  baseUrl: 'https://api.groq.com/openai/v1',
  keysUrl: 'https://console.groq.com/keys',
  models: [
    {
      kind: 'chat',
      input: ['text'],
      output: ['text'],
      tools: true,
      reasoning: true,
      id: 'openai/gpt-oss-120b',
      name: 'GPT-OSS 120B',
      platformIds: {
        'amazon-bedrock': 'openai.gpt-oss-120b-1:0',
        'google-vertex': 'openai/gpt-oss-120b-maas',
      },
    },
    {
      kind: 'chat',
      input: ['text', 'image'],
      output: ['text'],
      tools: true,
      reasoning: true,
      id: 'qwen/qwen3.8-27b',
      name: 'Qwen 3.8 27B',
    },
    {
      kind: 'chat',
      input: ['text', 'image'],
      output: ['text'],
      tools: true,
      reasoning: true,
      maxOutputTokens: 16_384,
      id: 'qwen/qwen3.6-27b',
      name: 'Qwen 3.6 27B',
    },
    {
      kind: 'chat',
      input: ['text'],
      output: ['text'],
      tools: true,
      reasoning: true,
      id: 'openai/gpt-oss-20b',
      name: 'GPT-OSS 20B',
      platformIds: {
        'amazon-bedrock': 'openai.gpt-oss-20b-1:0',
        'google-vertex': 'openai/gpt-oss-20b-maas',
      },
    },
  ],
}
