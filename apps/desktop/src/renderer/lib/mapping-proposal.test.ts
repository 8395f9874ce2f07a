import { expect, test } from 'vitest'
import { proposeMapping, takeProposedMapping } from './mapping-proposal.ts'

test('a proposed mapping is taken once', () => {
  proposeMapping('e1', { ours: 'theirs' })
  expect(takeProposedMapping('e1')).toEqual({ ours: 'theirs' })
  expect(takeProposedMapping('e1')).toBeUndefined()
})

test('a proposal for another endpoint does not wait for its form', () => {
  proposeMapping('e1', { ours: 'theirs' })
  expect(takeProposedMapping('e2')).toBeUndefined()
  expect(takeProposedMapping('e1')).toBeUndefined()
})
