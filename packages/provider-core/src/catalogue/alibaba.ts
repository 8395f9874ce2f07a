/**
 * @file Alibaba's Qwen models in Model Studio, international region. Ids: `AlibabaChatModelId` and
 * `AlibabaEmbeddingModelId` of `@ai-sdk/alibaba` 2.0.58. Base URL: Alibaba's page on OpenAI compatibility.
 */
import type { CatalogueProvider } from '../model/catalogue.ts'

export const alibaba: CatalogueProvider = {
  id: 'alibaba',
  name: 'Alibaba Qwen',
  spec: 'openai-chat-completions',
  baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  keysUrl: 'https://modelstudio.console.alibabacloud.com/',
  models: [
    { kind: 'chat', id: 'qwen3.7-max', name: 'Qwen 3.7 Max' },
    { kind: 'chat', id: 'qwen3-max', name: 'Qwen 3 Max' },
    { kind: 'chat', id: 'qwen-plus', name: 'Qwen Plus' },
    { kind: 'chat', id: 'qwen-flash', name: 'Qwen Flash' },
    { kind: 'chat', id: 'qwen3-coder-plus', name: 'Qwen 3 Coder Plus' },
    { kind: 'chat', id: 'qwen3-coder-flash', name: 'Qwen 3 Coder Flash' },
    {
      kind: 'chat',
      reasoning: true,
      id: 'qwen3-next-80b-a3b-thinking',
      name: 'Qwen 3 Next 80B A3B (thinking)',
      platformIds: { 'google-vertex': 'qwen/qwen3-next-80b-a3b-thinking-maas' },
    },
    {
      kind: 'chat',
      reasoning: true,
      id: 'qwen3-235b-a22b-thinking-2507',
      name: 'Qwen 3 235B A22B (thinking, 2507)',
    },
    {
      kind: 'embedding',
      input: ['text'],
      output: ['embedding'],
      id: 'text-embedding-v4',
      name: 'Text Embedding 4',
    },
  ],
}
