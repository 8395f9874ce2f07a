/** @file One endpoint of every spec and wire format: for tests that hold for all of them. */
import type { EndpointFields } from '@patchbay/provider-core/model'
import type { StrictUpstreamOptions } from '@patchbay/provider-core/testing'

export interface UpstreamSetting {
  readonly name: string
  readonly options: StrictUpstreamOptions
  readonly model: string
  readonly overrides?: Partial<EndpointFields>
}

export const upstreamSettings: readonly UpstreamSetting[] = [
  { name: 'OpenAI chat', options: { spec: 'openai-chat-completions' }, model: 'm1' },
  { name: 'OpenAI responses', options: { spec: 'openai-responses' }, model: 'm1' },
  { name: 'Anthropic', options: { spec: 'anthropic' }, model: 'claude-x' },
  { name: 'Google', options: { spec: 'google' }, model: 'gemini-x' },
  { name: 'Azure, dated', options: { spec: 'azure', forms: ['dated'] }, model: 'dep-1' },
  {
    name: 'Azure, Claude',
    options: { spec: 'azure', forms: ['claude'] },
    model: 'claude-dep',
    overrides: { dialect: 'anthropic-messages' },
  },
  {
    name: 'Bedrock, Claude',
    options: { spec: 'amazon-bedrock' },
    model: 'eu.anthropic.claude-x-v1:0',
  },
  { name: 'Bedrock, Converse', options: { spec: 'amazon-bedrock' }, model: 'amazon.nova-x-v1:0' },
  { name: 'Vertex, Gemini', options: { spec: 'google-vertex' }, model: 'gemini-x' },
  { name: 'Vertex, Claude', options: { spec: 'google-vertex' }, model: 'claude-x@20260101' },
]
