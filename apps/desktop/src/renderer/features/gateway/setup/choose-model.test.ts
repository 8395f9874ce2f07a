import { expect, test } from 'vitest'
import type { GatewayModel } from '#contract/gateway-shapes'
import { someRoute } from '../requests/testing.ts'
import { chooseSetupModel } from './choose-model.ts'

const model = (name: string, kind: GatewayModel['kind'], endpointId?: string): GatewayModel => ({
  name,
  kind,
  groupName: 'A group',
  result:
    endpointId === undefined
      ? { ok: false, refusal: { code: 'settings', message: 'Not set up.' } }
      : { ok: true, route: { ...someRoute, endpointId } },
})
const official = model('openai/gpt-5', 'provider', 'official:openai')
const own = model('house/llama', 'endpoint', 'e1')
const broken = model('broken', 'alias')
const alias = model('fast', 'alias', 'e1')

test('offers what the person made before what comes with the app', () => {
  expect(chooseSetupModel([], undefined)).toBeUndefined()
  expect(chooseSetupModel([broken], undefined)).toBeUndefined()
  expect(chooseSetupModel([official, own], undefined)).toBe('house/llama')
  expect(chooseSetupModel([official, own, broken, alias], undefined)).toBe('fast')
  expect(chooseSetupModel([official], undefined)).toBe('openai/gpt-5')
})

test('keeps what was chosen as long as it is served', () => {
  expect(chooseSetupModel([official, own], 'openai/gpt-5')).toBe('openai/gpt-5')
  expect(chooseSetupModel([own], 'openai/gpt-5')).toBe('house/llama')
})
