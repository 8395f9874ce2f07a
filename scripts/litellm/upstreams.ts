/** @file A set-up before strict upstreams, one of each type that LiteLLM can be told of, and its export. */
import {
  endpointSchema,
  gatewayAliasSchema,
  providerSettingsSchema,
  type Endpoint,
} from '../../packages/provider-core/src/model/index.ts'
import {
  describeEndpoint,
  startStrictUpstream,
  type StrictUpstream,
  type StrictUpstreamOptions,
} from '../../packages/provider-core/src/testing/index.ts'
import {
  exportLitellm,
  parseLitellm,
  type LitellmExport,
} from '../../packages/setup-formats/src/index.ts'

export interface Upstreams {
  readonly exported: LitellmExport
  /** Values of the variables that the exported file refers to. */
  readonly environment: Readonly<Record<string, string>>
  readonly masterKey: string
  /** By the first part of the model names that lead to it. */
  readonly bySlug: ReadonlyMap<string, StrictUpstream>
  /** By the same: a refusal that is LiteLLM's own way, not a fault of the export. */
  readonly habits: ReadonlyMap<string, RegExp>
  close(): Promise<void>
}

interface Plan {
  readonly name: string
  readonly options: StrictUpstreamOptions
  readonly model: string
  readonly fields?: Partial<Endpoint>
  /** Secrets of the endpoint, where the upstream is told another way to take them. */
  readonly secrets?: Readonly<Record<string, string>>
  /** What the strict upstream refuses of LiteLLM's own ways: no fault of the export. */
  readonly habit?: RegExp
}

/** Body keys that LiteLLM adds of its own accord. */
const extraBody = ['user', 'metadata', 'max_retries']

const plans: readonly Plan[] = [
  {
    name: 'Chat',
    options: {
      spec: 'openai-chat-completions',
      basePath: '/team/v1',
      apiKey: 'sk-chat',
      headers: { 'x-team': 'blue' },
      extraBody: { tier: 'fast' },
    },
    model: 'facebook/opt-125m',
    fields: { extraBody: { tier: 'fast' } },
  },
  {
    name: 'No system',
    options: { spec: 'openai-chat-completions', basePath: '/v1', supportsSystemMessage: false },
    model: 'opt',
    fields: { supportsSystemMessage: false },
  },
  {
    name: 'Mapped',
    options: {
      spec: 'openai-chat-completions',
      basePath: '/v1',
      apiKey: 'sk-mapped',
      models: ['prod/real-model'],
    },
    model: 'ours',
    fields: { modelMapping: { ours: 'prod/real-model' } },
  },
  {
    name: 'Open',
    options: { spec: 'openai-chat-completions', basePath: '/v1', apiKey: 'sk-open' },
    model: '',
  },
  {
    name: 'Responses',
    options: { spec: 'openai-responses', basePath: '/v1', apiKey: 'sk-responses' },
    model: 'gpt-5.1',
  },
  {
    name: 'Anthropic',
    options: { spec: 'anthropic', basePath: '/claude', apiKey: 'sk-anthropic' },
    model: 'claude-sonnet-4-5',
  },
  {
    name: 'Google',
    options: { spec: 'google', apiKey: 'google-key', extraBody: ['system_instruction'] },
    model: 'gemini-2.5-flash',
  },
  {
    name: 'Azure dated',
    options: { spec: 'azure', apiKey: 'azure-key', apiVersion: '2024-10-21', forms: ['dated'] },
    model: 'my-deployment',
    fields: { apiVersion: '2024-10-21' },
  },
  {
    name: 'Azure v1',
    // Its client sends the key as a token there, which Azure takes as well.
    options: { spec: 'azure', auth: { bearer: 'azure-v1-key' }, forms: ['v1'] },
    model: 'my-deployment',
    fields: { apiVersion: undefined, credentialKind: undefined },
    secrets: { apiKey: 'azure-v1-key' },
  },
  {
    name: 'Azure Claude',
    options: { spec: 'azure', apiKey: 'azure-claude-key', forms: ['claude'] },
    model: 'claude-sonnet-4-5',
    fields: { dialect: 'anthropic-messages', apiVersion: undefined },
    // The key comes in two headers.
    habit: /api-key` does not belong here/,
  },
  {
    name: 'Bedrock Converse',
    options: { spec: 'amazon-bedrock', region: 'eu-central-1' },
    model: 'amazon.nova-pro-v1:0',
  },
  {
    name: 'Bedrock Invoke',
    options: { spec: 'amazon-bedrock', region: 'eu-central-1' },
    model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    fields: { dialect: 'anthropic-messages' },
    // The colon of the id stands in the path as it is.
    habit: /percent-encoded once/,
  },
  {
    name: 'Bedrock key',
    options: {
      spec: 'amazon-bedrock',
      region: 'eu-central-1',
      credentials: { apiKey: 'bedrock-key' },
    },
    model: 'amazon.nova-lite-v1:0',
  },
]

/** Starts the upstreams and exports endpoints, a provider's mode and an alias that lead to them. */
export async function openUpstreams(): Promise<Upstreams> {
  const opened = await Promise.all(
    plans.map(async (plan, index) => {
      const { options } = plan
      const known = Array.isArray(options.extraBody) ? options.extraBody : []
      const upstream = await startStrictUpstream({
        ...options,
        extraBody:
          Array.isArray(options.extraBody) || options.extraBody === undefined
            ? [...known, ...extraBody]
            : options.extraBody,
      })
      const { secrets: expected, ...input } = describeEndpoint(upstream.expectations, {
        name: plan.name,
      })
      const secrets = plan.secrets ?? expected
      const endpoint = endpointSchema.parse({
        ...input,
        ...plan.fields,
        models: plan.model === '' ? [] : [plan.model],
        id: `e${index}`,
        savedSecrets: Object.keys(secrets),
        createdAt: '2026-01-01',
        updatedAt: '2026-01-01',
      })
      return { upstream, endpoint, secrets }
    }),
  )
  const exported = exportLitellm({
    endpoints: opened.map(({ endpoint }) => endpoint),
    providers: {
      openai: providerSettingsSchema.parse({ mode: 'custom-endpoint', endpointId: 'e3' }),
    },
    aliases: [
      gatewayAliasSchema.parse({
        name: 'pool',
        targets: [
          { address: { endpointId: 'e0', modelId: plans[0]?.model }, weight: 2 },
          { address: { endpointId: 'e2', modelId: 'ours' }, weight: 1 },
        ],
        fallbacks: [{ endpointId: 'e5', modelId: plans[5]?.model }],
        onContextOverflow: true,
      }),
    ],
  })
  const masterKey = 'sk-7f3c51e09ab24d6c8e1f'
  const secretsByName = new Map(opened.map(({ endpoint, secrets }) => [endpoint.name, secrets]))
  return {
    exported,
    environment: { ...readVariables(exported, secretsByName), LITELLM_MASTER_KEY: masterKey },
    masterKey,
    bySlug: new Map(opened.map(({ endpoint, upstream }) => [slugOf(endpoint.name), upstream])),
    habits: new Map(
      plans.flatMap(({ name, habit }) =>
        habit === undefined ? [] : [[slugOf(name), habit] as const],
      ),
    ),
    close: async () => {
      await Promise.all(opened.map(({ upstream }) => upstream.close()))
    },
  }
}

/** Reading the export back tells which variable stands for which secret. */
function readVariables(
  exported: LitellmExport,
  secrets: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Record<string, string> {
  const parsed = parseLitellm({ text: exported.text })
  if (!parsed.ok) throw new Error(parsed.message)
  return Object.fromEntries(
    parsed.plan.endpoints.flatMap(({ fields, secrets: planned }) =>
      Object.entries(planned).flatMap(([name, secret]) =>
        secret?.kind === 'environment'
          ? [[secret.variable, secrets.get(fields.name)?.[name] ?? '']]
          : [],
      ),
    ),
  )
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}
