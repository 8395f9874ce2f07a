import { expect, test } from 'vitest'
import { createFrameBatch } from './frame-batch.ts'

function createClock() {
  let due: (() => void) | undefined
  return {
    schedule: (run: () => void) => {
      due = run
      return () => {
        due = undefined
      }
    },
    tick: () => due?.(),
  }
}

test('hands a thousand items on in one go, in their order', () => {
  const clock = createClock()
  const taken: number[][] = []
  const batch = createFrameBatch<number>((items) => taken.push([...items]), clock.schedule)
  const items = Array.from({ length: 1000 }, (_, index) => index)
  for (const item of items) batch.add(item)
  expect(taken).toEqual([])
  clock.tick()
  expect(taken).toEqual([items])
})

test('a flush hands on at once and the frame after it finds nothing', () => {
  const clock = createClock()
  const taken: string[][] = []
  const batch = createFrameBatch<string>((items) => taken.push([...items]), clock.schedule)
  batch.add('a')
  batch.flush()
  batch.flush()
  clock.tick()
  expect(taken).toEqual([['a']])
  batch.add('b')
  clock.tick()
  expect(taken).toEqual([['a'], ['b']])
})
