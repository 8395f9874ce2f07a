/** @file What an endpoint connects to → `litellm_params`, by its type. The reverse of the `connect-*` files. */
import type { Endpoint } from '@patchbay/provider-core/model'
import { exportAzure } from './export-azure.ts'
import type { Connection, ConnectionContext } from './export-base.ts'
import { exportBedrock, exportVertex } from './export-clouds.ts'
import { exportAnthropic, exportGoogle, exportOpenai } from './export-direct.ts'

/** @returns `undefined` where LiteLLM cannot reach it; the notes say why. */
export function exportConnection(
  endpoint: Endpoint,
  context: ConnectionContext,
): Connection | undefined {
  switch (endpoint.spec) {
    case 'openai-chat-completions':
      return exportOpenai(endpoint, context, '/chat/completions', 'openai/')
    case 'openai-responses':
      return exportOpenai(endpoint, context, '/responses', 'openai/responses/')
    case 'anthropic':
      return exportAnthropic(endpoint, context)
    case 'google':
      return exportGoogle(endpoint, context)
    case 'azure':
      return exportAzure(endpoint, context)
    case 'amazon-bedrock':
      return exportBedrock(endpoint, context)
    case 'google-vertex':
      return exportVertex(endpoint, context)
    case 'custom-handler':
      context.notes.unsupported(
        'spec',
        'LiteLLM runs handlers in Python only. Its models are left out.',
      )
      return undefined
  }
}
