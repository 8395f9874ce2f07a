/** @file How long it takes to read a LiteLLM config of 5,000 models into a plan, and to write one. */
import { exportLitellm, parseLitellm } from '@patchbay/setup-formats'
import { endpointSchema } from '@patchbay/provider-core/model'
import type { Row } from './measure.ts'

const models = 5000
/** Ten models share a connection, as those of one server do. */
const modelsPerEndpoint = 10

/** The goal of the import is 2 s for all of it. */
export function measureImport(rounds: number): Row[] {
  const text = writeConfig()
  const endpoints = Array.from({ length: models / modelsPerEndpoint }, (_, index) =>
    endpointSchema.parse({
      id: `e${index}`,
      name: `Server ${index}`,
      spec: 'openai-chat-completions',
      baseUrl: `https://gpu-${index}.corp.example/v1`,
      models: Array.from({ length: modelsPerEndpoint }, (__, model) => `vendor/model-${model}`),
      savedSecrets: ['apiKey'],
      createdAt: '2026-01-01',
      updatedAt: '2026-01-01',
    }),
  )
  const size = `${(text.length / 1e6).toFixed(1)} MB`
  return [
    {
      name: `import of a LiteLLM config, ${models} models (${size})`,
      unit: 'ms',
      atMost: 2000,
      samples: time(rounds, () => {
        const parsed = parseLitellm({ text })
        if (!parsed.ok || parsed.plan.aliases.length !== models)
          throw new Error('not all models were read')
      }),
    },
    {
      name: `export of ${models} models to LiteLLM`,
      unit: 'ms',
      samples: time(rounds, () => {
        exportLitellm({ endpoints, providers: {}, aliases: [] })
      }),
    },
  ]
}

function writeConfig(): string {
  const entries = Array.from({ length: models }, (_, index) => {
    const server = Math.floor(index / modelsPerEndpoint)
    return `  - model_name: group-${index}
    litellm_params:
      model: openai/vendor/model-${index}
      api_base: https://gpu-${server}.corp.example/v1
      api_key: os.environ/GPU_${server}_KEY
      timeout: 120
      rpm: 600
      extra_headers:
        x-team: team-${server % 7}
    model_info:
      mode: chat
`
  })
  return `model_list:\n${entries.join('')}router_settings:\n  num_retries: 2\n  fallbacks: [{group-0: [group-1]}]\n`
}

function time(rounds: number, run: () => void): number[] {
  run()
  return Array.from({ length: rounds }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
}
