/** @file Which provider a `litellm_params.model` is of: by its prefix, else by a known host, else by a known name. */
import { findModelAnywhere } from '@patchbay/provider-core'
import { parseBaseUrl } from '@patchbay/provider-core/specs'
import { foreignProviders, prefixOfCatalogue, providers } from './providers.ts'

export interface SplitModel {
  /** LiteLLM's name of the provider; `undefined` when nothing says which. */
  readonly provider: string | undefined
  /** What stands behind the prefix. */
  readonly modelId: string
  /** How the provider was told, where no prefix says it. */
  readonly how?: string
}

export interface ModelHints {
  readonly customProvider?: string | undefined
  /** Base URL as plain text. */
  readonly apiBase?: string | undefined
  /** Prefixes of `custom_provider_map`. */
  readonly handlerProviders: ReadonlySet<string>
}

/** Only the first slash parts prefix and id: `openai/google/gemma` is `google/gemma` of `openai`. */
export function splitModel(model: string, hints: ModelHints): SplitModel {
  const { customProvider, apiBase, handlerProviders } = hints
  if (customProvider !== undefined && customProvider !== '') {
    const prefix = `${customProvider}/`
    const modelId = model.startsWith(prefix) ? model.slice(prefix.length) : model
    return { provider: customProvider, modelId }
  }
  const slash = model.indexOf('/')
  const prefix = slash < 0 ? '' : model.slice(0, slash)
  if (providers.has(prefix) || foreignProviders.has(prefix) || handlerProviders.has(prefix))
    return { provider: prefix, modelId: model.slice(slash + 1) }
  const host = apiBase === undefined ? undefined : providerOfHost(apiBase)
  if (host !== undefined)
    return {
      provider: host,
      modelId: model,
      how: 'There is no prefix; the host of api_base tells the provider.',
    }
  const name = providerOfName(model)
  if (name !== undefined)
    return {
      provider: name,
      modelId: model,
      how: 'There is no prefix; the name of the model tells the provider.',
    }
  return { provider: undefined, modelId: model }
}

const sites = [...providers].flatMap(([name, { kind, baseUrl }]) => {
  const parsed = kind === 'ollama' || baseUrl === undefined ? undefined : parseBaseUrl(baseUrl)
  return parsed?.ok === true && parsed.base.origin.startsWith('https:')
    ? [{ name, origin: parsed.base.origin, path: parsed.base.path }]
    : []
})

function providerOfHost(apiBase: string): string | undefined {
  const parsed = parseBaseUrl(apiBase)
  if (!parsed.ok) return undefined
  const { origin, path } = parsed.base
  return sites.find(
    (site) => site.origin === origin && (path === site.path || path.startsWith(`${site.path}/`)),
  )?.name
}

/** Families of names that LiteLLM's own list of models gives to one provider. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^(?:gpt-(?!oss)|chatgpt-|o[134](?:-|$)|text-embedding-(?:ada|3)|dall-e-)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [
    /^(?:[a-z]{2,6}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|qwen)\.[a-z]/,
    'bedrock',
  ],
  [/^arn:aws[a-z-]*:bedrock:/, 'bedrock'],
  [/^command-/, 'cohere_chat'],
]

function providerOfName(model: string): string | undefined {
  if (model === '*') return 'openai'
  const entry = findModelAnywhere(model)
  if (entry !== undefined) return prefixOfCatalogue[entry.provider.id]
  return families.find(([pattern]) => pattern.test(model))?.[1]
}
