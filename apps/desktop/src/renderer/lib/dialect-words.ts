import type { DialectId } from '@patchbay/provider-core/model'

const labels: Record<DialectId, string> = {
  'openai-chat': 'OpenAI Chat',
  'openai-responses': 'OpenAI Responses',
  'anthropic-messages': 'Anthropic Messages',
  'google-generate': 'Google Generate',
  'bedrock-converse': 'Bedrock Converse',
}

/** What a wire format is called. */
export function dialectLabel(dialect: DialectId): string {
  return labels[dialect]
}
