import { describe, expect, test } from 'vitest'
import type { ModelRow } from '#contract/shapes'
import { toModelLines } from './model-lines.ts'

function row(providerId: string, modelId: string, endpointName = 'Official API'): ModelRow {
  return {
    address: { providerId, modelId },
    modelId,
    providerId,
    groupName: providerId.toUpperCase(),
    mode: 'official',
    result: {
      ok: true,
      route: {
        providerId,
        endpointId: `official:${providerId}`,
        endpointName,
        spec: 'anthropic',
        dialect: 'anthropic-messages',
        modelId,
        upstreamModelId: modelId,
        mapped: false,
        verified: true,
      },
    },
  }
}

const rows = [row('a', 'one'), row('b', 'two', 'Company proxy'), row('a', 'three')]
const words = (search: string) =>
  toModelLines(rows, search).map((line) =>
    line.kind === 'group' ? `${line.name} ${line.count}` : line.row.modelId,
  )

describe('lines of the models table', () => {
  test('each group stands once, with its models under it', () => {
    expect(words('')).toEqual(['A 2', 'one', 'three', 'B 1', 'two'])
  })

  test('search leaves out groups without a match, and counts what is left', () => {
    expect(words('thr')).toEqual(['A 1', 'three'])
  })

  test('search finds the endpoint that a model goes to', () => {
    expect(words('proxy two')).toEqual(['B 1', 'two'])
  })

  test('nothing matches, nothing stands', () => {
    expect(words('nope')).toEqual([])
  })
})
