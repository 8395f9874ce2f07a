import { expect, test } from 'vitest'
import { clientKits, runClients } from './run-clients.ts'

test.each(clientKits.map(({ name }) => name))(
  '%s works before every provider type',
  async (name) => {
    const cells = await runClients((kit) => kit.name === name)
    expect(cells.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(cells.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(50)
  },
  120_000,
)
