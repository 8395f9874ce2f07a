import { describe, expect, test } from 'vitest'
import { BodyQueue } from './body-queue.ts'

function open() {
  const calls: string[] = []
  const queue = new BodyQueue({
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    abort: () => calls.push('abort'),
  })
  return { queue, calls }
}

const bytes = (size: number): Uint8Array => new Uint8Array(size)

describe('BodyQueue', () => {
  test('hands over all that arrived before it tells of the break', async () => {
    const { queue } = open()
    queue.push(bytes(20_000))
    queue.push(bytes(20_001))
    queue.fail(new Error('broke'))
    expect((await queue.next()).value?.byteLength).toBe(20_000)
    expect((await queue.next()).value?.byteLength).toBe(20_001)
    await expect(queue.next()).rejects.toThrow('broke')
  })

  test('small chunks that wait together are handed over as one, in order', async () => {
    const { queue } = open()
    queue.push(Uint8Array.of(1, 2))
    queue.push(Uint8Array.of(3))
    queue.push(bytes(40_000))
    expect([...((await queue.next()).value ?? [])]).toEqual([1, 2, 3])
    expect((await queue.next()).value?.byteLength).toBe(40_000)
    queue.end()
    expect((await queue.next()).done).toBe(true)
  })

  test('a stop drops what is unread', async () => {
    const { queue } = open()
    queue.push(bytes(1))
    queue.stop(new Error('stopped'))
    await expect(queue.next()).rejects.toThrow('stopped')
  })

  test('a waiting reader gets the next chunk, the end, or the failure', async () => {
    const { queue } = open()
    const first = queue.next()
    queue.push(bytes(3))
    expect((await first).value?.byteLength).toBe(3)
    const second = queue.next()
    queue.end()
    expect((await second).done).toBe(true)
    const broken = open().queue
    const third = broken.next()
    broken.fail(new Error('broke'))
    await expect(third).rejects.toThrow('broke')
  })

  test('pauses the socket above its mark and resumes it below, once each', async () => {
    const { queue, calls } = open()
    for (let n = 0; n < 5; n += 1) queue.push(bytes(20_000))
    expect(calls).toEqual(['pause'])
    await queue.next()
    expect(calls).toEqual(['pause'])
    await queue.next()
    expect(calls).toEqual(['pause', 'resume'])
  })

  test('leaving the loop closes the socket, even while a read is pending', async () => {
    const { queue, calls } = open()
    const pending = queue.next()
    await queue.return()
    expect((await pending).done).toBe(true)
    expect(calls).toEqual(['abort'])
    queue.push(bytes(1))
    expect((await queue.next()).done).toBe(true)
  })

  test('reading to the end closes nothing, so that the socket can be used again', async () => {
    const { queue, calls } = open()
    queue.push(bytes(1))
    queue.end()
    const chunks: Uint8Array[] = []
    for await (const chunk of queue) chunks.push(chunk)
    expect(chunks).toHaveLength(1)
    expect(calls).toEqual([])
  })

  test('gives at once what is left of a body that has arrived, and nothing while more may come', async () => {
    const { queue, calls } = open()
    queue.push(Uint8Array.of(1))
    expect(queue.takeRest()).toBeUndefined()
    queue.push(Uint8Array.of(2, 3))
    queue.end()
    expect([...(queue.takeRest() ?? [])]).toEqual([1, 2, 3])
    expect((await queue.next()).done).toBe(true)
    expect(calls).toEqual([])
  })

  test('a body that broke is never given as a whole one', async () => {
    const { queue } = open()
    queue.push(Uint8Array.of(1))
    queue.fail(new Error('broke'))
    expect(queue.takeRest()).toBeUndefined()
    expect((await queue.next()).value).toEqual(Uint8Array.of(1))
    await expect(queue.next()).rejects.toThrow('broke')
  })
})
