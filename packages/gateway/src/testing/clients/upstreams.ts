/** @file The upstreams that every client is tried before: a strict fake of each provider type, and of each format that a type has. */
import { startStrictUpstream } from '@patchbay/provider-core/testing'
import type { StrictUpstream, StrictUpstreamOptions } from '@patchbay/provider-core/testing'
import type { DialectId, ResolvedEndpoint } from '@patchbay/provider-core/model'
import { endpointOf } from '../open-gateway.ts'

export interface TriedUpstream {
  /** Heading in the table, and the endpoint's slug. */
  readonly name: string
  readonly dialect: DialectId
  readonly upstream: StrictUpstream
  readonly endpoint: ResolvedEndpoint
  /** Names as clients say them. */
  readonly model: string
  readonly embeddingModel: string | undefined
  /** An alias that the gateway is to have. */
  readonly alias: { readonly name: string; readonly modelId: string } | undefined
  readonly imageModel: string | undefined
}

interface Plan {
  readonly name: string
  readonly options: StrictUpstreamOptions
  readonly dialect: DialectId
  readonly model: string
  readonly embedding?: string
  /** Name that clients ask for in its place: some judge what a model can do by its name. */
  readonly embeddingAlias?: string
  readonly image?: string
}

/** `@node-llm/core` sends the usage of earlier replies back inside messages; bytes that pass through keep it. */
const lenient = ['messages.usage']

const plans: readonly Plan[] = [
  {
    name: 'openai-chat',
    options: { spec: 'openai-chat-completions', extraBody: lenient },
    dialect: 'openai-chat',
    model: 'chat-model',
    embedding: 'text-embedding-model',
    image: 'gpt-image-1',
  },
  {
    name: 'openai-responses',
    options: { spec: 'openai-responses' },
    dialect: 'openai-responses',
    model: 'responses-model',
    embedding: 'text-embedding-model',
    image: 'gpt-image-1',
  },
  {
    name: 'anthropic-api',
    options: { spec: 'anthropic', anthropicVersion: 'either' },
    dialect: 'anthropic-messages',
    model: 'claude-model',
  },
  {
    name: 'google-api',
    options: { spec: 'google' },
    dialect: 'google-generate',
    model: 'gemini-model',
    embedding: 'gemini-embedding-001',
    image: 'imagen-4.0-generate-001',
  },
  {
    name: 'azure-openai',
    options: { spec: 'azure', extraBody: lenient },
    dialect: 'openai-chat',
    model: 'chat-deployment',
    embedding: 'text-embedding-deployment',
    image: 'gpt-image-1',
  },
  {
    name: 'bedrock-converse',
    options: { spec: 'amazon-bedrock' },
    dialect: 'bedrock-converse',
    model: 'meta.llama3-1-70b-instruct-v1:0',
    embedding: 'amazon.titan-embed-text-v2:0',
    embeddingAlias: 'text-embedding-titan',
  },
  {
    name: 'bedrock-claude',
    options: { spec: 'amazon-bedrock' },
    dialect: 'anthropic-messages',
    model: 'anthropic.claude-sonnet-4-20250514-v1:0',
  },
  {
    name: 'vertex-gemini',
    options: { spec: 'google-vertex' },
    dialect: 'google-generate',
    model: 'gemini-2.5-flash',
    embedding: 'text-embedding-005',
    image: 'imagen-4.0-generate-001',
  },
  {
    name: 'vertex-claude',
    options: { spec: 'google-vertex' },
    dialect: 'anthropic-messages',
    model: 'claude-sonnet-4@20250514',
  },
]

/** Starts all of them; the caller closes each. */
export function startUpstreams(): Promise<TriedUpstream[]> {
  return Promise.all(plans.map(start))
}

async function start(plan: Plan): Promise<TriedUpstream> {
  const { name, dialect, model, embedding, embeddingAlias, image } = plan
  const upstream = await startStrictUpstream(plan.options)
  const models = [model, embedding, image].filter((id) => id !== undefined)
  const endpoint = endpointOf(upstream, { id: name, name, models })
  return {
    name,
    dialect,
    upstream,
    endpoint,
    model: `${name}/${model}`,
    embeddingModel:
      embeddingAlias ?? (embedding === undefined ? undefined : `${name}/${embedding}`),
    alias:
      embeddingAlias === undefined || embedding === undefined
        ? undefined
        : { name: embeddingAlias, modelId: embedding },
    imageModel: image === undefined ? undefined : `${name}/${image}`,
  }
}
