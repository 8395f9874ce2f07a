/** @file Set-up of client libraries and curl, as their own documentation asks for it (November 2026). */
import { inShellQuotes, joinLines, quote, writeJson, type SetupTool } from './snippet.ts'

export const libraryTools: readonly SetupTool[] = [
  {
    id: 'openai-python',
    label: 'OpenAI (Python)',
    group: 'Libraries',
    write: ({ url, model, key }) => [
      {
        caption: 'pip install openai',
        language: 'python',
        text: joinLines(
          'from openai import OpenAI',
          '',
          `client = OpenAI(base_url=${quote(`${url}/v1`)}, api_key=${quote(key)})`,
          'reply = client.chat.completions.create(',
          `    model=${quote(model)},`,
          '    messages=[{"role": "user", "content": "Hello"}],',
          ')',
          'print(reply.choices[0].message.content)',
        ),
      },
    ],
  },
  {
    id: 'openai-js',
    label: 'OpenAI (JavaScript)',
    group: 'Libraries',
    write: ({ url, model, key }) => [
      {
        caption: 'npm install openai',
        language: 'ts',
        text: joinLines(
          "import OpenAI from 'openai'",
          '',
          `const client = new OpenAI({ baseURL: ${quote(`${url}/v1`)}, apiKey: ${quote(key)} })`,
          'const reply = await client.chat.completions.create({',
          `  model: ${quote(model)},`,
          "  messages: [{ role: 'user', content: 'Hello' }],",
          '})',
          'console.log(reply.choices[0].message.content)',
        ),
      },
    ],
  },
  {
    id: 'anthropic-js',
    label: 'Anthropic SDK',
    group: 'Libraries',
    write: ({ url, model, key }) => [
      {
        caption: 'npm install @anthropic-ai/sdk',
        language: 'ts',
        text: joinLines(
          "import Anthropic from '@anthropic-ai/sdk'",
          '',
          `const client = new Anthropic({ baseURL: ${quote(url)}, apiKey: ${quote(key)} })`,
          'const reply = await client.messages.create({',
          `  model: ${quote(model)},`,
          '  max_tokens: 1024,',
          "  messages: [{ role: 'user', content: 'Hello' }],",
          '})',
          'console.log(reply.content)',
        ),
      },
    ],
  },
  {
    id: 'google-js',
    label: 'Google SDK',
    group: 'Libraries',
    write: ({ url, model, key }) => [
      {
        caption: 'npm install @google/genai',
        language: 'ts',
        text: joinLines(
          "import { GoogleGenAI } from '@google/genai'",
          '',
          `const client = new GoogleGenAI({ apiKey: ${quote(key)}, httpOptions: { baseUrl: ${quote(url)} } })`,
          'const reply = await client.models.generateContent({',
          `  model: ${quote(model)},`,
          "  contents: 'Hello',",
          '})',
          'console.log(reply.text)',
        ),
      },
    ],
  },
  {
    id: 'vercel-ai',
    label: 'Vercel AI SDK',
    group: 'Libraries',
    write: ({ url, model, key }) => [
      {
        caption: 'npm install ai @ai-sdk/openai-compatible',
        language: 'ts',
        text: joinLines(
          "import { createOpenAICompatible } from '@ai-sdk/openai-compatible'",
          "import { generateText } from 'ai'",
          '',
          'const patchbay = createOpenAICompatible({',
          "  name: 'patchbay',",
          `  baseURL: ${quote(`${url}/v1`)},`,
          `  apiKey: ${quote(key)},`,
          '})',
          `const { text } = await generateText({ model: patchbay(${quote(model)}), prompt: 'Hello' })`,
          'console.log(text)',
        ),
      },
    ],
  },
  {
    id: 'langchain',
    label: 'LangChain',
    group: 'Libraries',
    write: ({ url, model, key }) => [
      {
        caption: 'pip install langchain-openai',
        language: 'python',
        text: joinLines(
          'from langchain_openai import ChatOpenAI',
          '',
          'model = ChatOpenAI(',
          `    base_url=${quote(`${url}/v1`)},`,
          `    api_key=${quote(key)},`,
          `    model=${quote(model)},`,
          ')',
          'print(model.invoke("Hello").content)',
        ),
      },
    ],
  },
  {
    id: 'litellm',
    label: 'LiteLLM',
    group: 'Libraries',
    note: 'The openai/ before the name tells LiteLLM which format to speak; the gateway does not see it.',
    write: ({ url, model, key }) => [
      {
        caption: 'config.yaml of the LiteLLM proxy',
        language: 'yaml',
        text: joinLines(
          'model_list:',
          `  - model_name: ${quote(model)}`,
          '    litellm_params:',
          `      model: ${quote(`openai/${model}`)}`,
          `      api_base: ${quote(`${url}/v1`)}`,
          `      api_key: ${quote(key)}`,
        ),
      },
    ],
  },
  {
    id: 'curl',
    label: 'curl',
    group: 'Shell',
    write: ({ url, model, key }) => {
      const body = writeJson({ model, messages: [{ role: 'user', content: 'Hello' }] })
      return [
        {
          caption: 'shell',
          language: 'sh',
          text: joinLines(
            `curl ${url}/v1/chat/completions \\`,
            `  -H 'authorization: Bearer ${key}' \\`,
            `  -H 'content-type: application/json' \\`,
            `  -d '${inShellQuotes(body)}'`,
          ),
        },
      ]
    },
  },
]
