/** @file What the demo endpoint says: a markdown reply made of what the person wrote. */

export interface DemoModel {
  readonly id: string
  /** Thinks before it answers. */
  readonly reasons: boolean
}

export const demoModels: readonly DemoModel[] = [
  { id: 'demo-chat', reasons: false },
  { id: 'demo-reasoner', reasons: true },
]

export interface DemoReply {
  readonly reasoning: string
  readonly text: string
}

/** Composes the reply to the last user text. `turn` counts the user's messages, from 1. */
export function composeDemoReply(model: DemoModel, userText: string, turn: number): DemoReply {
  const words = userText.match(/[\p{L}\p{N}'’-]+/gu) ?? []
  const longest = words.toSorted((a, b) => b.length - a.length)[0]
  const question = userText.trim().endsWith('?')
  return {
    reasoning: model.reasons ? composeReasoning(words, longest, question, turn) : '',
    text: composeText(model, userText, words.length, question, turn),
  }
}

function composeReasoning(
  words: readonly string[],
  longest: string | undefined,
  question: boolean,
  turn: number,
): string {
  return [
    `This is message ${turn} of the conversation, with ${count(words.length, 'word')}.`,
    longest === undefined ? 'It has no words at all.' : `The longest word is "${longest}".`,
    question
      ? 'It is a question, so an answer is expected, though a demo knows none.'
      : 'It is a statement, so showing that it arrived is enough.',
  ].join(' ')
}

function composeText(
  model: DemoModel,
  userText: string,
  wordCount: number,
  question: boolean,
  turn: number,
): string {
  const lead = question
    ? 'A good question. This is the demo endpoint, so the answer is about the question itself:'
    : 'Your message arrived. This is the demo endpoint, which answers with what it saw:'
  return [
    lead,
    '',
    `> ${excerpt(userText).replaceAll('\n', '\n> ')}`,
    '',
    '| | |',
    '|---|---|',
    `| Model | \`${model.id}\` |`,
    `| Words | ${wordCount} |`,
    `| Message | ${turn} |`,
    '',
    'It came over **loopback**, through the same path as a real request: encoded, addressed, sent, streamed and decoded. To talk to a real model:',
    '',
    '1. Open **Settings**, then **Custom Providers**.',
    '2. Choose **Add Provider**, and enter a base URL and a key.',
    '3. Choose **Check connection**, then **Save**.',
  ].join('\n')
}

function excerpt(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return '(nothing)'
  return trimmed.length > 400 ? `${trimmed.slice(0, 400)}…` : trimmed
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** A rough count of tokens: about four characters each. */
export function countDemoTokens(text: string): number {
  return Math.ceil(text.length / 4)
}
