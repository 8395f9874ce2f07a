import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatMessage } from '../model/content.ts'
import { joinText } from './join-text.ts'
import { mergeSystem } from './merge-system.ts'

const say = (role: ChatMessage['role'], text: string): ChatMessage => ({
  role,
  content: [{ type: 'text', text }],
})
const told = (messages: readonly ChatMessage[]) =>
  messages.map((message) => `${message.role}: ${joinText(message.content)}`)

test.each([
  ['into the next user turn', ['s1', 'u1'], ['user: s1\n\nu1']],
  ['several into one', ['s1', 's2', 'u1'], ['user: s1\n\ns2\n\nu1']],
  ['past an assistant turn', ['s1', 'a1', 'u1'], ['assistant: a1', 'user: s1\n\nu1']],
  ['into the last turn when none follows', ['u1', 's1'], ['user: u1\n\ns1']],
  [
    'behind an assistant as a turn of its own',
    ['u1', 'a1', 's1'],
    ['user: u1', 'assistant: a1', 'user: s1'],
  ],
  ['alone as a user turn', ['s1'], ['user: s1']],
])('system text is merged %s', (_name, words, expected) => {
  const roles = { s: 'system', u: 'user', a: 'assistant' } as const
  const messages = words.map((word) => say(roles[word[0] as keyof typeof roles], word))
  expect(told(mergeSystem(messages))).toEqual(expected)
})

const message: fc.Arbitrary<ChatMessage> = fc.record({
  role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
  content: fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('text' as const), text: fc.string({ maxLength: 4 }) }),
      fc.record({ type: fc.constant('reasoning' as const), text: fc.string({ maxLength: 4 }) }),
    ),
    { maxLength: 3 },
  ),
})
const conversation: fc.Arbitrary<ChatMessage[]> = fc.array(message, { minLength: 1, maxLength: 8 })

test('merging leaves no system turn, no two user turns in a row, loses no text and changes no input', () => {
  fc.assert(
    fc.property(conversation, (messages) => {
      const before = structuredClone(messages)
      const merged = mergeSystem(messages)
      expect(messages).toEqual(before)
      const roles = merged.map((each) => each.role)
      expect(roles).not.toContain('system')
      expect(roles.some((role, index) => role === 'user' && roles[index + 1] === 'user')).toBe(
        false,
      )
      const all = told(merged).join('\n')
      const texts = messages.flatMap((each) => each.content).filter((part) => part.type === 'text')
      expect(texts.filter((part) => !all.includes(part.text))).toEqual([])
    }),
  )
})
