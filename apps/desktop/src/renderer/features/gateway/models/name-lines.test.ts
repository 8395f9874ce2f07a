import { expect, test } from 'vitest'
import type { GatewayModel } from '#contract/gateway-shapes'
import { someRoute } from '../requests/testing.ts'
import { toNameLines } from './name-lines.ts'

const models: GatewayModel[] = [
  { name: 'fast', kind: 'alias', groupName: 'Aliases', result: { ok: true, route: someRoute } },
  { name: 'house/a', kind: 'endpoint', groupName: 'House', result: { ok: true, route: someRoute } },
  {
    name: 'house/b',
    kind: 'endpoint',
    groupName: 'House',
    result: { ok: false, refusal: { code: 'settings', message: 'No key.' } },
  },
]
const words = (search: string) =>
  toNameLines(models, search).map((line) =>
    line.kind === 'group' ? `${line.name} (${line.count})` : line.model.name,
  )

test('names stand under their group', () => {
  expect(words('')).toEqual(['Aliases (1)', 'fast', 'House (2)', 'house/a', 'house/b'])
})

test('search looks at name, group and where it leads, and finds what is broken', () => {
  expect(words('company FAST')).toEqual(['Aliases (1)', 'fast'])
  expect(words('broken')).toEqual(['House (1)', 'house/b'])
  expect(words('nothing')).toEqual([])
})
