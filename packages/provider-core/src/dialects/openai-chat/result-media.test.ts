import { expect, test } from 'vitest'
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import { parseChatBody } from '../../testing/dialects/openai-chat-body.ts'
import { openaiChat } from './openai-chat.ts'

const context = { modelId: 'm', stream: false, supportsSystemMessage: true }
const text = (value: string) => ({ type: 'text', text: value }) as const
const picture = {
  type: 'image',
  source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' },
} as const
const file = {
  type: 'file',
  filename: 'a.pdf',
  source: { kind: 'base64', mediaType: 'application/pdf', data: 'AAAA' },
} as const
const url = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }
const label = (id: string) => ({ type: 'text', text: `From the result of the tool call ${id}:` })

const calls: ChatMessage = {
  role: 'assistant',
  content: ['a', 'b'].map((id) => ({ type: 'tool-call', id, name: 'shot', arguments: '{}' })),
}
const result = (
  callId: string,
  ...content: Extract<ContentPart, { type: 'tool-result' }>['content']
): ContentPart => ({ type: 'tool-result', callId, content })

function encode(...messages: ChatMessage[]) {
  const start: ChatMessage = { role: 'user', content: [text('Look')] }
  const { body, warnings } = openaiChat.encodeRequest(
    { messages: [start, calls, ...messages] },
    context,
  )
  parseChatBody(structuredClone(body), undefined)
  const sent = body['messages'] as Record<string, unknown>[]
  return { sent: sent.slice(2), codes: warnings.map(({ code }) => code) }
}

test('a picture of a tool result is the beginning of the user turn after it', () => {
  const { sent, codes } = encode(
    { role: 'tool', content: [result('a', text('seen'), picture), result('b', text('none'))] },
    { role: 'user', content: [text('And?')] },
  )
  expect(sent).toEqual([
    { role: 'tool', tool_call_id: 'a', content: 'seen' },
    { role: 'tool', tool_call_id: 'b', content: 'none' },
    { role: 'user', content: [label('a'), url, text('And?')] },
  ])
  expect(codes).toEqual(['tool-result-image-moved'])
})

test('results of several messages stay together, and without a user turn one is made', () => {
  const { sent, codes } = encode(
    { role: 'tool', content: [result('a', picture)] },
    { role: 'tool', content: [result('b', file)] },
    { role: 'assistant', content: [text('Done.')] },
  )
  expect(sent).toMatchObject([
    { role: 'tool', tool_call_id: 'a', content: 'The result follows below.' },
    { role: 'tool', tool_call_id: 'b', content: 'The result follows below.' },
    { role: 'user', content: [label('a'), url, label('b'), { type: 'file' }] },
    { role: 'assistant', content: 'Done.' },
  ])
  expect(codes).toEqual(['tool-result-image-moved', 'tool-result-file-moved'])
})

test('a user turn that holds results and words is one user turn', () => {
  const content = [result('a', picture), result('b', text('x')), text('And?')]
  const { sent } = encode({ role: 'user', content })
  expect(sent.map(({ role }) => role)).toEqual(['tool', 'tool', 'user'])
  expect(sent[2]).toEqual({ role: 'user', content: [label('a'), url, text('And?')] })
})

test('at the end of the conversation the pictures are the last turn', () => {
  const { sent } = encode({ role: 'tool', content: [result('a', picture), result('b', text('x'))] })
  expect(sent.at(-1)).toEqual({ role: 'user', content: [label('a'), url] })
})

test('results of text alone are left as they are', () => {
  const { sent, codes } = encode({
    role: 'tool',
    content: [result('a', text('x')), result('b', text('y'))],
  })
  expect(sent.map(({ role }) => role)).toEqual(['tool', 'tool'])
  expect(codes).toEqual([])
})
