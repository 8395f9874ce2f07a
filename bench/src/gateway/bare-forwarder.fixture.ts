/** @file The limit: what forwarding costs in Node when nothing else is done. Port of the upstream is the argument. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'

const origin = `http://127.0.0.1:${process.argv[2]}`
const dispatcher = new Agent()
const server = createServer((incoming, response) => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench-key' }
  request(origin + incoming.url, { method: 'POST', headers, body: incoming, dispatcher })
    .then((answer) => {
      response.writeHead(answer.statusCode, {
        'content-type': String(answer.headers['content-type']),
      })
      answer.body.pipe(response)
    })
    .catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit(0))
