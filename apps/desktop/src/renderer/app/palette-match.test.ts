import { expect, test } from 'vitest'
import { matchEntries, type PaletteEntry } from './palette-match.ts'

function entry(group: string, label: string, keywords?: string): PaletteEntry {
  return { id: `${group} ${label}`, group, label, keywords, icon: null, run: () => undefined }
}

const entries = [
  entry('Go to', 'Chat'),
  entry('Go to', 'Appearance', 'theme dark'),
  entry('Check', 'vLLM cluster'),
  entry('Model', 'old-gpt-5'),
  entry('Model', 'gpt-5'),
]

function labels(query: string, limit = 10): string[] {
  return matchEntries(entries, query, limit).flatMap((group) =>
    group.entries.map((one) => one.label),
  )
}

test('everything is there before something is typed, in its groups', () => {
  expect(matchEntries(entries, '', 10).map((group) => group.name)).toEqual([
    'Go to',
    'Check',
    'Model',
  ])
})

test('every word must be found, in label, group or keywords', () => {
  expect(labels('DARK')).toEqual(['Appearance'])
  expect(labels('check vllm')).toEqual(['vLLM cluster'])
  expect(labels('chat vllm')).toEqual([])
})

test('what begins with the words leads', () => {
  expect(labels('gpt')).toEqual(['gpt-5', 'old-gpt-5'])
})

test('a group shows no more than its limit', () => {
  expect(labels('', 1)).toEqual(['Chat', 'vLLM cluster', 'old-gpt-5'])
})
