import { describe, expect, test } from 'vitest'
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'
import type { ChatRequest } from '../model/chat-request.ts'
import type { ContentPart } from '../model/content.ts'
import { checkCapabilities, type CapabilityQuestion } from './check-capabilities.ts'

const model = (id: string, fields: Partial<CatalogueModel> = {}): CatalogueModel => ({
  id,
  name: id,
  kind: 'chat',
  ...fields,
})
const catalogue: readonly CatalogueProvider[] = [
  {
    id: 'acme',
    name: 'Acme',
    spec: 'openai-chat-completions',
    baseUrl: 'https://acme.example/v1',
    models: [
      model('words-2', { input: ['text'], output: ['text'], tools: false }),
      model('words-eyes', { input: ['text', 'image'], output: ['text'], tools: true }),
      model('words-ears', { input: ['text', 'audio'], output: ['text'] }),
      model('unknown-figures'),
      model('vector-1', { kind: 'embedding', output: ['embedding'] }),
      model('brush-1', { kind: 'image', output: ['image'] }),
      model('brush-chat', { kind: 'image', input: ['text', 'image'], output: ['text', 'image'] }),
      model('cloudy', {
        input: ['text'],
        platformIds: { 'amazon-bedrock': 'acme.cloudy-v1:0' },
      }),
    ],
  },
]
const anywhere = { models: [], modelMapping: {} }

function ask(
  modelId: string,
  question: CapabilityQuestion,
  route: object = {},
  endpoint: { models: string[]; modelMapping: Record<string, string> } = anywhere,
) {
  const asked = { modelId, upstreamModelId: modelId, mapped: false, verified: true, ...route }
  return checkCapabilities(asked, endpoint, question, catalogue)?.message
}

function chat(part: ContentPart, more: Partial<ChatRequest> = {}): CapabilityQuestion {
  return { kind: 'chat', request: { messages: [{ role: 'user', content: [part] }], ...more } }
}

const hi = chat({ type: 'text', text: 'Hi' })
const image = chat({ type: 'image', source: { kind: 'url', url: 'https://x.example/a.png' } })
const pdfSource = { kind: 'base64', mediaType: 'application/pdf', data: 'JVBER' } as const
const pdf = chat({ type: 'file', source: pdfSource })
const notes = chat({ type: 'file', source: { kind: 'text', text: 'notes' } })
const audio = chat({
  type: 'audio',
  source: { kind: 'base64', mediaType: 'audio/wav', data: 'UklG' },
})
const tool = { type: 'function', name: 'look' } as const
const tools = chat({ type: 'text', text: 'Hi' }, { tools: [tool] })

describe('a known model is not asked for what it cannot do', () => {
  test.each<[string, CapabilityQuestion, string]>([
    ['words-2', image, 'takes no images'],
    ['words-2', pdf, 'takes no PDFs'],
    ['words-2', audio, 'takes no audio'],
    ['words-2', tools, 'cannot use tools'],
    ['words-2', { kind: 'embedding' }, 'makes no embeddings'],
    ['words-2', { kind: 'image' }, 'makes no images'],
    ['vector-1', hi, 'does not chat'],
    ['brush-1', hi, 'does not chat'],
    ['brush-1', { kind: 'complete' }, 'does not chat'],
    ['brush-1', { kind: 'embedding' }, 'makes no embeddings'],
    ['words-2', chat({ type: 'text', text: 'x' }, { outputModalities: ['image'] }), 'no images'],
  ])('%s', (id, question, words) => {
    expect(ask(id, question)).toContain(words)
  })

  test('an image in the result of a tool counts, too', () => {
    const source = { kind: 'url', url: 'https://x.example/a.png' } as const
    const part: ContentPart = {
      type: 'tool-result',
      callId: 'c1',
      content: [{ type: 'image', source }],
    }
    expect(ask('words-2', chat(part))).toContain('takes no images')
  })

  test('the reason comes with the nearest able models', () => {
    expect(ask('words-2', image)).toBe(
      'words-2 takes no images. Nothing was sent. Models that can: words-eyes, unknown-figures, brush-chat.',
    )
    expect(ask('words-2', { kind: 'embedding' })).toContain('A model that can: vector-1.')
  })

  test('the own models of the endpoint come first', () => {
    const endpoint = { models: ['words-ears', 'brush-chat'], modelMapping: {} }
    expect(ask('words-2', image, {}, endpoint)).toContain('A model that can: brush-chat.')
  })

  test('under the id of a cloud, with a geography before it', () => {
    expect(ask('eu.acme.cloudy-v1:0', image)).toContain('cloudy takes no images')
  })

  test('the id that the mapping names counts where it is known', () => {
    expect(ask('words-eyes', image, { mapped: true, upstreamModelId: 'words-2' })).toContain(
      'words-2 takes no images',
    )
    const mapped = { mapped: true, upstreamModelId: 'my-deployment' }
    expect(ask('words-2', image, mapped)).toContain('words-2 takes no images')
  })
})

describe('nothing is refused', () => {
  test.each<[string, CapabilityQuestion]>([
    ['words-2', hi],
    ['words-2', notes],
    ['words-eyes', image],
    ['words-eyes', pdf],
    ['words-eyes', tools],
    ['words-ears', audio],
    ['words-ears', tools],
    ['unknown-figures', image],
    ['unknown-figures', tools],
    ['brush-chat', hi],
    ['brush-chat', { kind: 'image' }],
    ['vector-1', { kind: 'embedding' }],
    ['nobody-knows-it', image],
  ])('%s can, or nobody knows', (id, question) => {
    expect(ask(id, question)).toBeUndefined()
  })

  test('an unverified id is never checked', () => {
    expect(ask('words-2', image, { verified: false })).toBeUndefined()
  })

  test('tools that the request itself switches off', () => {
    const off = chat({ type: 'text', text: 'Hi' }, { tools: [tool], toolChoice: { type: 'none' } })
    expect(ask('words-2', off)).toBeUndefined()
  })
})
