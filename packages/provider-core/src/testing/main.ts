/**
 * @file Starts a strict fake for manual tries and prints what a client must be told:
 * `node packages/provider-core/src/testing/main.ts --spec azure --port 0`
 */
import { parseArgs } from 'node:util'
import { describeEndpoint } from './server/describe-endpoint.ts'
import type { StrictSpec, StrictUpstreamOptions } from './server/options.ts'
import { startStrictUpstream } from './server/strict-upstream.ts'

const specs: StrictSpec[] = [
  'anthropic',
  'openai-chat-completions',
  'openai-responses',
  'google',
  'azure',
  'amazon-bedrock',
  'google-vertex',
]

const { values } = parseArgs({
  options: {
    spec: { type: 'string', default: 'openai-chat-completions' },
    port: { type: 'string', default: '0' },
    options: { type: 'string', default: '{}' },
  },
})
const spec = specs.find((name) => name === values.spec)
if (spec === undefined) {
  process.stderr.write(`--spec must be one of: ${specs.join(', ')}\n`)
  process.exitCode = 2
} else {
  const more = JSON.parse(values.options) as Partial<StrictUpstreamOptions>
  const upstream = await startStrictUpstream({
    ...more,
    spec,
    port: Number(values.port),
  } as StrictUpstreamOptions)
  const { models } = upstream.expectations
  const endpoint = describeEndpoint(upstream.expectations)
  const told = { url: upstream.url, endpoint, models, caPem: upstream.caPem }
  process.stdout.write(`${JSON.stringify(told)}\n`)
}
