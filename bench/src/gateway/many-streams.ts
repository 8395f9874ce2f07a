/** @file Many streams open at once, each read slowly enough that all overlap: does every one arrive, and what does it cost? */
import { request } from 'node:http'
import type { Contender } from './contenders.ts'
import { readProcess } from './process-figures.ts'

export interface HeldStreams {
  readonly streams: number
  readonly complete: number
  /** Highest resident memory seen while they ran, in MB. */
  readonly peakMb: number
  readonly seconds: number
}

/** Opens `count` streams at once and reads each to its end. */
export async function holdStreams(
  { port, target, pid }: Contender,
  body: string,
  count: number,
): Promise<HeldStreams> {
  const begin = performance.now()
  let peakMb = 0
  const watch = setInterval(() => {
    void readProcess(pid).then(({ residentMb }) => (peakMb = Math.max(peakMb, residentMb)))
  }, 20)
  const one = (): Promise<boolean> =>
    new Promise((resolve) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path: target.path,
          method: 'POST',
          agent: false,
          headers: { 'content-type': 'application/json', ...target.headers },
        },
        (response) => {
          let tail = ''
          response.setEncoding('utf8')
          response.on('data', (text: string) => (tail = (tail + text).slice(-40)))
          response.on('end', () => resolve(response.statusCode === 200 && tail.includes('[DONE]')))
          response.on('error', () => resolve(false))
        },
      )
      sent.on('error', () => resolve(false))
      sent.end(body)
    })
  try {
    const ends = await Promise.all(Array.from({ length: count }, one))
    const complete = ends.filter(Boolean).length
    return { streams: count, complete, peakMb, seconds: (performance.now() - begin) / 1000 }
  } finally {
    clearInterval(watch)
  }
}
