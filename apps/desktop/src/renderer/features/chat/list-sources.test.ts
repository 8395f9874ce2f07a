import { expect, test } from 'vitest'
import { listSources } from './list-sources.ts'

const cited = (...citations: { url?: string; title?: string; quote?: string }[]) => ({
  type: 'text' as const,
  text: '',
  citations,
})

test('each source stands once, in the order in which it was first cited', () => {
  const parts = [
    cited({ url: 'https://a.example', title: 'A', quote: ' first ' }, { url: 'https://b.example' }),
    { type: 'reasoning' as const, text: 'Hm' },
    cited({ url: 'https://a.example', quote: 'second' }, { title: 'report.pdf' }),
  ]
  expect(listSources({ parts })).toEqual([
    { key: 'https://a.example', url: 'https://a.example', title: 'A', quote: 'first' },
    { key: 'https://b.example', url: 'https://b.example', title: 'https://b.example' },
    { key: 'report.pdf', title: 'report.pdf' },
  ])
})

test('a long quote is cut, and a citation that says nothing is left out', () => {
  const sources = listSources({ parts: [cited({}, { quote: 'x'.repeat(300) })] })
  expect(sources).toHaveLength(1)
  expect(sources[0]?.title).toBe('A passage of the files')
  expect(sources[0]?.quote).toBe(`${'x'.repeat(200)}…`)
})
