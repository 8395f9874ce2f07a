/** @file An upstream that costs nothing, as a process of its own: answers any POST with a short chat stream. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
const stream = [
  chunk({ role: 'assistant', content: '' }, null),
  ...['Plug', ' any', ' endpoint', ' in', '.'].map((content) => chunk({ content }, null)),
  chunk({}, 'stop'),
  'data: [DONE]\n\n',
].join('')

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(stream)
  })
})
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit(0))
