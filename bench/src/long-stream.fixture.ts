/** @file An upstream in a process of its own that streams 100 MB of chat as fast as it is taken: plain, or gzip under `/gzip`. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip } from 'node:zlib'

const texts = 25_600
const chunk = (content: string, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`
const text = chunk('Plug any model endpoint into any provider. '.repeat(95), null)

createServer((request, response) => {
  request.resume()
  const isPacked = request.url?.startsWith('/gzip') === true
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    ...(isPacked && { 'content-encoding': 'gzip' }),
  })
  const packed = createGzip({ level: 1 })
  if (isPacked) packed.pipe(response)
  const target = isPacked ? packed : response
  void (async () => {
    for (let at = 0; at < texts; at += 1) {
      if (!target.write(text)) await new Promise((resolve) => target.once('drain', resolve))
    }
    target.end(`${chunk('', 'stop')}data: [DONE]\n\n`)
  })()
})
  .listen(0, '127.0.0.1')
  .on('listening', function listening(this: { address(): unknown }) {
    process.send?.({ port: (this.address() as AddressInfo).port })
  })
process.on('disconnect', () => process.exit(0))
