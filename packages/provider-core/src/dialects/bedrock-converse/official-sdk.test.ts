/** @file AWS's own SDK as a second opinion: it sends for the same call what we encode. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatRequest } from '../../model/chat-request.ts'
import { bedrockConverse } from './bedrock-converse.ts'

const received: unknown[] = []
let server: Server
let client: BedrockRuntimeClient

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message: 'seen' }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  client = new BedrockRuntimeClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-of-the-test' },
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  })
})
afterAll(() => {
  client.destroy()
  server.close()
})

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
const image = 'iVBORw0KGgo='
const pdf = 'JVBERi0='

const input: ConverseCommandInput = {
  modelId: 'anthropic.claude-x',
  system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default', ttl: '1h' } }],
  messages: [
    {
      role: 'user',
      content: [
        { image: { format: 'png', source: { bytes: bytes(image) } } },
        { document: { format: 'pdf', name: 'report', source: { bytes: bytes(pdf) } } },
        { text: 'What is this?' },
        { cachePoint: { type: 'default' } },
      ],
    },
    {
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
        { reasoningContent: { redactedContent: bytes('eHl6') } },
        { text: 'Let me look.' },
        { toolUse: { toolUseId: 'tool_1', name: 'weather', input: { city: 'Rome' } } },
      ],
    },
    {
      role: 'user',
      content: [
        {
          toolResult: {
            toolUseId: 'tool_1',
            status: 'error',
            content: [
              { text: 'Failed' },
              { image: { format: 'png', source: { bytes: bytes(image) } } },
            ],
          },
        },
        { text: 'Try again.' },
      ],
    },
  ],
  inferenceConfig: { maxTokens: 9000, stopSequences: ['END'] },
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: 'weather',
          description: 'Weather of a city',
          inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } } } },
          strict: true,
        },
      },
      { cachePoint: { type: 'default' } },
    ],
    toolChoice: { tool: { name: 'weather' } },
  },
  additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2000 } },
  outputConfig: {
    effort: 'high',
    textFormat: {
      type: 'json_schema',
      structure: { jsonSchema: { schema: '{"type":"object"}', name: 'answer' } },
    },
  },
  requestMetadata: { team: 'a' },
  serviceTier: { type: 'priority' },
}

const same: ChatRequest = {
  messages: [
    { role: 'system', content: [{ type: 'text', text: 'Be brief.', cacheControl: { ttl: '1h' } }] },
    {
      role: 'user',
      content: [
        { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: image } },
        {
          type: 'file',
          source: { kind: 'base64', mediaType: 'application/pdf', data: pdf },
          filename: 'report',
        },
        { type: 'text', text: 'What is this?', cacheControl: {} },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm', signature: 'sig' },
        { type: 'reasoning', text: '', redacted: 'eHl6' },
        { type: 'text', text: 'Let me look.' },
        { type: 'tool-call', id: 'tool_1', name: 'weather', arguments: '{"city":"Rome"}' },
      ],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          callId: 'tool_1',
          isError: true,
          content: [
            { type: 'text', text: 'Failed' },
            { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: image } },
          ],
        },
      ],
    },
    { role: 'user', content: [{ type: 'text', text: 'Try again.' }] },
  ],
  maxOutputTokens: 9000,
  stop: ['END'],
  tools: [
    {
      type: 'function',
      name: 'weather',
      description: 'Weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
      strict: true,
      cacheControl: {},
    },
  ],
  toolChoice: { type: 'tool', name: 'weather' },
  reasoning: { enabled: true, budgetTokens: 2000, effort: 'high' },
  responseFormat: { type: 'json-schema', name: 'answer', schema: { type: 'object' } },
  metadata: { team: 'a' },
  serviceTier: 'priority',
}

test.each([
  ['converse', () => client.send(new ConverseCommand(input))],
  ['converse-stream', () => client.send(new ConverseStreamCommand(input))],
])('%s', async (_name, send) => {
  received.length = 0
  await expect(send()).rejects.toThrow('seen')
  const context = { modelId: 'anthropic.claude-x', stream: false, supportsSystemMessage: true }
  const { body, warnings } = bedrockConverse.encodeRequest(same, context)
  expect(received).toEqual([body])
  expect(warnings).toEqual([])
})
