import { connect } from 'node:net'
import { request } from 'node:https'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import {
  reserveRefusingPort,
  startGarbageServer,
  startHangingServer,
  startResettingServer,
} from './broken-servers.ts'

function failTls(url: string): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request(url)
    outgoing.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
    outgoing.end()
  })
}

test('garbage is no TLS', async () => {
  await using server = await startGarbageServer()
  expect(await failTls(server.url('https'))).toBe('EPROTO')
})

test('a refusing port refuses', async () => {
  await using server = await reserveRefusingPort()
  expect(await failTls(server.url('https'))).toBe('ECONNREFUSED')
})

test('a resetting port resets', async () => {
  await using server = await startResettingServer()
  expect(await failTls(server.url('https'))).toBe('ECONNRESET')
})

test('a hanging port accepts, and lets go when closed', async () => {
  const server = await startHangingServer()
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\n\r\n')
  const ended = new Promise((resolve) => socket.once('close', resolve))
  socket.once('error', () => socket.destroy())
  await server.close()
  await ended
  expect(socket.bytesRead).toBe(0)
})
