import { describe, expect, test } from 'vitest'
import { createBodyQueue } from './body-queue.ts'

function open() {
  const calls: string[] = []
  const queue = createBodyQueue({
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    abort: () => calls.push('abort'),
  })
  return { queue, calls }
}

const bytes = (size: number): Uint8Array => new Uint8Array(size)

describe('createBodyQueue', () => {
  test('hands over all that arrived before it tells of the break', async () => {
    const { queue } = open()
    queue.push(bytes(20_000))
    queue.push(bytes(20_001))
    queue.fail(new Error('broke'))
    expect((await queue.body.next()).value?.byteLength).toBe(20_000)
    expect((await queue.body.next()).value?.byteLength).toBe(20_001)
    await expect(queue.body.next()).rejects.toThrow('broke')
  })

  test('small chunks that wait together are handed over as one, in order', async () => {
    const { queue } = open()
    queue.push(Uint8Array.of(1, 2))
    queue.push(Uint8Array.of(3))
    queue.push(bytes(40_000))
    expect([...((await queue.body.next()).value ?? [])]).toEqual([1, 2, 3])
    expect((await queue.body.next()).value?.byteLength).toBe(40_000)
    queue.end()
    expect((await queue.body.next()).done).toBe(true)
  })

  test('a stop drops what is unread', async () => {
    const { queue } = open()
    queue.push(bytes(1))
    queue.stop(new Error('stopped'))
    await expect(queue.body.next()).rejects.toThrow('stopped')
  })

  test('a waiting reader gets the next chunk, the end, or the failure', async () => {
    const { queue } = open()
    const first = queue.body.next()
    queue.push(bytes(3))
    expect((await first).value?.byteLength).toBe(3)
    const second = queue.body.next()
    queue.end()
    expect((await second).done).toBe(true)
    const broken = open().queue
    const third = broken.body.next()
    broken.fail(new Error('broke'))
    await expect(third).rejects.toThrow('broke')
  })

  test('pauses the socket above its mark and resumes it below, once each', async () => {
    const { queue, calls } = open()
    for (let n = 0; n < 5; n += 1) queue.push(bytes(20_000))
    expect(calls).toEqual(['pause'])
    await queue.body.next()
    expect(calls).toEqual(['pause'])
    await queue.body.next()
    expect(calls).toEqual(['pause', 'resume'])
  })

  test('leaving the loop closes the socket, even while a read is pending', async () => {
    const { queue, calls } = open()
    const pending = queue.body.next()
    await queue.body.return?.()
    expect((await pending).done).toBe(true)
    expect(calls).toEqual(['abort'])
    queue.push(bytes(1))
    expect((await queue.body.next()).done).toBe(true)
  })

  test('reading to the end closes nothing, so that the socket can be used again', async () => {
    const { queue, calls } = open()
    queue.push(bytes(1))
    queue.end()
    const chunks: Uint8Array[] = []
    for await (const chunk of queue.body) chunks.push(chunk)
    expect(chunks).toHaveLength(1)
    expect(calls).toEqual([])
  })
})
