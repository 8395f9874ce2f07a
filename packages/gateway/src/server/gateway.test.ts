import { expect, test } from 'vitest'
import { openGateway } from '../testing/open-gateway.ts'

test('health needs no key and says nothing but ok and the version', async () => {
  await using gateway = await openGateway()
  const response = await fetch(`${gateway.url}/health`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'ok', version: '9.9.9' })
  expect(gateway.traces).toEqual([])
})
