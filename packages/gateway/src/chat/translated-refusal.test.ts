import { expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import { rawEndpoint, startRawUpstream, upstreamKey } from '../testing/raw-upstream.ts'

test.each([true, false])(
  'a refusal keeps its rate limits and request id for a client of another format, stream: %s',
  async (stream) => {
    await using upstream = await startRawUpstream((response) => {
      response.writeHead(429, {
        'content-type': 'application/json',
        'retry-after': '7',
        'x-ratelimit-remaining-requests': '0',
        'x-request-id': `req-${upstreamKey}`,
        'set-cookie': 'a=b',
      })
      response.end('{"error":{"message":"Slow down.","type":"rate_limit_error"}}')
    })
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const { status, headers } = await ask(gateway.url, {
      client: 'anthropic-messages',
      model: 'e1/m',
      stream,
    })
    expect(status).toBe(429)
    expect(headers).toMatchObject({
      'retry-after': '7',
      'x-ratelimit-remaining-requests': '0',
      'x-request-id': 'req-????',
    })
    expect(headers).not.toHaveProperty('set-cookie')
  },
)
