import { describe, expect, test } from 'vitest'
import { groupOptions, matchOptions, type ChoiceOption } from './options.ts'

const options: ChoiceOption[] = [
  { value: 'claude-sonnet-4-6', label: 'claude-sonnet-4-6', group: 'Anthropic' },
  { value: 'gpt-5.1', label: 'gpt-5.1', group: 'OpenAI', keywords: 'official' },
  { value: 'gpt-5-mini', label: 'gpt-5-mini', group: 'OpenAI' },
]
const idsOf = (found: readonly ChoiceOption[]) => found.map((option) => option.value)

describe('matchOptions', () => {
  test('an empty query keeps all in order', () => {
    expect(idsOf(matchOptions(options, '  '))).toEqual(idsOf(options))
  })
  test('every word must be somewhere, in any order and case', () => {
    expect(idsOf(matchOptions(options, 'mini OPENAI'))).toEqual(['gpt-5-mini'])
    expect(idsOf(matchOptions(options, 'official gpt'))).toEqual(['gpt-5.1'])
    expect(matchOptions(options, 'gpt claude')).toEqual([])
  })
})

describe('groupOptions', () => {
  test('keeps each row at its place in the whole list', () => {
    const groups = groupOptions(options)
    expect(groups.map((group) => [group.heading, group.first, group.options.length])).toEqual([
      ['Anthropic', 0, 1],
      ['OpenAI', 1, 2],
    ])
  })
})
