/** @file The npm packages by which opencode calls a provider, and what each is here. */
import type { SpecId } from '@patchbay/provider-core/model'
import { catalogue } from '@patchbay/provider-core'
import { prefixOfCatalogue, providers } from '../litellm/providers.ts'

export interface PackageMeaning {
  readonly spec: SpecId
  /** Where it is when the file does not say. */
  readonly baseUrl?: string | undefined
  /** What is different here, as a sentence of the report. */
  readonly difference?: string
}

const byPackage: Readonly<Record<string, PackageMeaning>> = {
  '@ai-sdk/openai-compatible': { spec: 'openai-chat-completions' },
  '@ai-sdk/openai': { spec: 'openai-responses', baseUrl: 'https://api.openai.com/v1' },
  '@ai-sdk/anthropic': { spec: 'anthropic', baseUrl: 'https://api.anthropic.com/v1' },
  '@ai-sdk/google': {
    spec: 'google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  },
  '@ai-sdk/azure': { spec: 'azure' },
  '@ai-sdk/amazon-bedrock': { spec: 'amazon-bedrock' },
  '@ai-sdk/amazon-bedrock/anthropic': { spec: 'amazon-bedrock' },
  '@ai-sdk/google-vertex': { spec: 'google-vertex' },
  '@ai-sdk/google-vertex/anthropic': { spec: 'google-vertex' },
}

/** Packages of vendors that are called in OpenAI's way here, by LiteLLM's prefix. */
const compatible: Readonly<Record<string, string>> = {
  '@openrouter/ai-sdk-provider': 'openrouter',
  '@ai-sdk/groq': 'groq',
  '@ai-sdk/mistral': 'mistral',
  '@ai-sdk/xai': 'xai',
  '@ai-sdk/cohere': 'cohere',
  '@ai-sdk/perplexity': 'perplexity',
  '@ai-sdk/cerebras': 'cerebras',
  '@ai-sdk/deepseek': 'deepseek',
  '@ai-sdk/deepinfra': 'deepinfra',
  '@ai-sdk/togetherai': 'together_ai',
  '@ai-sdk/fireworks': 'fireworks_ai',
}

/** `undefined` for a package that nothing is known of. */
export function readPackage(name: string): PackageMeaning | undefined {
  const own = Object.hasOwn(byPackage, name) ? byPackage[name] : undefined
  if (own !== undefined) return own
  const prefix = Object.hasOwn(compatible, name) ? compatible[name] : undefined
  return prefix === undefined
    ? undefined
    : {
        spec: 'openai-chat-completions',
        baseUrl: providers.get(prefix)?.baseUrl,
        difference: 'Called by its OpenAI-compatible API.',
      }
}

/** Ids of providers that opencode knows without a package. */
const otherIds: Readonly<Record<string, string>> = {
  moonshotai: 'moonshot',
  'x-ai': 'xai',
  togetherai: 'together_ai',
  'fireworks-ai': 'fireworks_ai',
}

export interface KnownProvider {
  readonly meaning: PackageMeaning
  /** Its id in our catalogue: without a base URL, only its key is needed. */
  readonly catalogueId?: string
}

export function readProviderId(id: string): KnownProvider | undefined {
  if (id === 'azure') return { meaning: { spec: 'azure' } }
  if (id === 'amazon-bedrock' || id === 'google-vertex') return { meaning: { spec: id } }
  if (id === 'google-vertex-anthropic') return { meaning: { spec: 'google-vertex' } }
  const known = Object.hasOwn(otherIds, id) ? otherIds[id] : id
  const vendor = catalogue.find((each) => each.id === known)
  if (vendor !== undefined)
    return { meaning: { spec: vendor.spec, baseUrl: vendor.baseUrl }, catalogueId: vendor.id }
  const prefix = Object.values(prefixOfCatalogue).includes(known ?? '') ? undefined : known
  const hosted = providers.get(prefix ?? '')
  return hosted?.kind === 'openai' && hosted.baseUrl !== undefined
    ? { meaning: { spec: 'openai-chat-completions', baseUrl: hosted.baseUrl } }
    : undefined
}
