import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openGateway } from '../testing/open-gateway.ts'
import { createTrace } from '../trace.ts'
import { createClientStream, type ClientStream } from './client-stream.ts'

/** A stream to a client, and what the client reads of it. */
async function openStream(): Promise<AsyncDisposable & { stream: ClientStream; heard: string[] }> {
  await using gateway = await openGateway()
  const { host } = gateway
  const heard: string[] = []
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const arrived = new Promise<ServerResponse>((resolve) => {
    server.once('request', (_request, response) => resolve(response))
  })
  const client = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  client.once('response', (incoming: IncomingMessage) => {
    incoming.on('data', (part: Buffer) => heard.push(part.toString('utf8')))
  })
  const response = await arrived
  const start = { id: '1', at: 0, startedAt: 0, method: 'GET', path: '/', userAgent: undefined }
  const trace = createTrace(start)
  const stream = createClientStream({ response, trace, host }, { pingMs: 10 }, Buffer.from(': p\n'))
  stream.begin({})
  return {
    stream,
    heard,
    async [Symbol.asyncDispose]() {
      stream.end()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('a sign of life comes between events, never within one', async () => {
  await using open = await openStream()
  const { stream, heard } = open
  await stream.write('data: half', false)
  await expect.poll(() => heard.join('')).toBe('data: half')
  const waited = performance.now() + 60
  await expect.poll(() => performance.now() > waited).toBe(true)
  expect(heard.join('')).toBe('data: half')
  await stream.write(' and half\n\n')
  await expect.poll(() => heard.join('')).toContain(' and half\n\n: p\n')
})
