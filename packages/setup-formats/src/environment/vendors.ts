/** @file Variables of OpenAI, Anthropic and Google, and of everything that is called in OpenAI's way. */
import { catalogue } from '@patchbay/provider-core'
import { getSpec, parseBaseUrl } from '@patchbay/provider-core/specs'
import {
  addModel,
  approximate,
  byHand,
  exact,
  putField,
  putHeader,
  unsupported,
} from '../endpoint-draft.ts'
import { prefixOfCatalogue, providers } from '../litellm/providers.ts'
import {
  giveBaseUrl,
  giveModels,
  giveOfficialKey,
  giveSecret,
  startDraft,
  type EnvironmentPlan,
} from './environment-plan.ts'
import type { Variable } from './variable-set.ts'

const withoutBase = byHand(
  'The official API is called without it. Add a custom provider, if you need it.',
)
const chooseModel = byHand(
  'Choose the model where you use it: an official API has no model of its own.',
)

export function readOpenai(plan: EnvironmentPlan): void {
  const { variables } = plan
  const key = variables.take('OPENAI_API_KEY', 'OPENAI_KEY')
  const base = variables.take(
    'OPENAI_BASE_URL',
    'OPENAI_API_BASE',
    'OPENAI_API_BASE_URL',
    'OPENAI_API_HOST',
    'OPENAI_REVERSE_PROXY',
  )
  const organization = variables.take('OPENAI_ORGANIZATION', 'OPENAI_ORG_ID', 'OPENAI_ORG')
  const project = variables.take('OPENAI_PROJECT', 'OPENAI_PROJECT_ID')
  const model = variables.take(
    'OPENAI_MODEL',
    'OPENAI_MODEL_NAME',
    'OPENAI_DEFAULT_MODEL',
    'OPENAI_MODELS',
  )
  if (base === undefined && organization === undefined && project === undefined) {
    giveOfficialKey(plan, 'openai', key)
    variables.tell(model, chooseModel)
    return
  }
  if (base === undefined && key === undefined) {
    for (const each of [organization, project, model]) variables.tell(each, withoutBase)
    return
  }
  if (base !== undefined && isAzure(base.value)) {
    readAzureForm(plan, base, key, model)
    for (const each of [organization, project])
      variables.tell(each, unsupported('Azure has no organizations and projects of OpenAI.'))
    return
  }
  const draft = startDraft(plan, 'OpenAI', 'openai-chat-completions')
  if (base === undefined) putField(draft, 'baseUrl', 'https://api.openai.com/v1')
  giveBaseUrl(plan, draft, base)
  giveSecret(plan, draft, 'apiKey', key)
  for (const [header, variable] of [
    ['OpenAI-Organization', organization],
    ['OpenAI-Project', project],
  ] as const)
    if (variable !== undefined)
      variables.tell(
        variable,
        putHeader(draft, header, { kind: 'text', text: variable.value }),
        draft.key,
      )
  giveModels(plan, draft, model)
}

/** As NodeLLM takes Azure: the deployment in the path, `api-version` in the query. */
function isAzure(text: string): boolean {
  const parsed = parseBaseUrl(text)
  return parsed.ok && getSpec('azure').ownPath.test(parsed.base.path)
}

function readAzureForm(
  plan: EnvironmentPlan,
  base: Variable,
  key: Variable | undefined,
  model: Variable | undefined,
): void {
  const draft = startDraft(plan, 'Azure OpenAI', 'azure')
  giveBaseUrl(
    plan,
    draft,
    base,
    approximate(
      'Its path names a deployment of Azure, so it became a provider of the type Azure OpenAI. Every model goes to that deployment.',
    ),
  )
  const deployment = /\/openai\/deployments\/([^/?]+)/.exec(base.value)?.[1]
  if (deployment !== undefined) addModel(draft, deployment)
  giveSecret(
    plan,
    draft,
    'apiKey',
    key,
    approximate('Sent as the header api-key, as Azure expects it.'),
  )
  giveModels(plan, draft, model)
}

export function readAnthropic(plan: EnvironmentPlan): void {
  const { variables } = plan
  const key = variables.take('ANTHROPIC_API_KEY', 'CLAUDE_API_KEY')
  const token = variables.take('ANTHROPIC_AUTH_TOKEN')
  const base = variables.take(
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_API_BASE',
    'ANTHROPIC_API_URL',
    'ANTHROPIC_REVERSE_PROXY',
  )
  const headers = variables.take('ANTHROPIC_CUSTOM_HEADERS')
  const version = variables.take('ANTHROPIC_VERSION')
  const models = [
    'ANTHROPIC_MODEL',
    'ANTHROPIC_SMALL_FAST_MODEL',
    'ANTHROPIC_DEFAULT_OPUS_MODEL',
    'ANTHROPIC_DEFAULT_SONNET_MODEL',
    'ANTHROPIC_DEFAULT_HAIKU_MODEL',
    'ANTHROPIC_MODELS',
  ].map((name) => variables.take(name))
  if (base === undefined && token === undefined) {
    giveOfficialKey(plan, 'anthropic', key)
    for (const model of models) variables.tell(model, chooseModel)
    for (const each of [headers, version]) variables.tell(each, withoutBase)
    return
  }
  const draft = startDraft(plan, 'Anthropic', 'anthropic')
  if (base === undefined) putField(draft, 'baseUrl', 'https://api.anthropic.com')
  giveBaseUrl(plan, draft, base)
  if (token === undefined) giveSecret(plan, draft, 'apiKey', key)
  else {
    putField(draft, 'auth', { scheme: 'bearer' })
    giveSecret(plan, draft, 'apiKey', token)
    variables.tell(key, unsupported('ANTHROPIC_AUTH_TOKEN stands beside it and holds.'))
  }
  readHeaderLines(plan, draft, headers)
  if (version !== undefined)
    variables.tell(version, putField(draft, 'anthropicVersion', version.value), draft.key)
  giveModels(plan, draft, ...models)
}

/** `Name: value`, a line each. */
function readHeaderLines(
  plan: EnvironmentPlan,
  draft: ReturnType<typeof startDraft>,
  variable: Variable | undefined,
): void {
  if (variable === undefined) return
  const lines = variable.value.split(/\r?\n|\\n/).filter((line) => line.trim() !== '')
  const told = lines.map((line) => {
    const colon = line.indexOf(':')
    if (colon < 1) return byHand('A line of it is no header. Type the headers in under Advanced.')
    return putHeader(draft, line.slice(0, colon).trim(), {
      kind: 'text',
      text: line.slice(colon + 1).trim(),
    })
  })
  plan.variables.tell(variable, told.find((each) => each.outcome !== 'exact') ?? exact, draft.key)
}

export function readGoogle(plan: EnvironmentPlan): void {
  const { variables } = plan
  const key = variables.take(
    'GEMINI_API_KEY',
    'GOOGLE_API_KEY',
    'GOOGLE_GENERATIVE_AI_API_KEY',
    'GOOGLE_KEY',
  )
  const base = variables.take(
    'GOOGLE_GEMINI_BASE_URL',
    'GEMINI_BASE_URL',
    'GEMINI_API_BASE',
    'GOOGLE_API_BASE',
    'GOOGLE_REVERSE_PROXY',
  )
  const model = variables.take('GEMINI_MODEL', 'GOOGLE_MODEL', 'GOOGLE_MODELS')
  if (base === undefined) {
    giveOfficialKey(plan, 'google', key)
    variables.tell(model, chooseModel)
    return
  }
  const draft = startDraft(plan, 'Google', 'google')
  giveBaseUrl(plan, draft, base)
  giveSecret(plan, draft, 'apiKey', key)
  giveModels(plan, draft, model)
}

export function readOllama(plan: EnvironmentPlan): void {
  const { variables } = plan
  const host = variables.take('OLLAMA_API_BASE', 'OLLAMA_BASE_URL', 'OLLAMA_HOST')
  const key = variables.take('OLLAMA_API_KEY')
  const model = variables.take('OLLAMA_MODEL')
  if (host === undefined) {
    for (const each of [key, model])
      variables.tell(
        each,
        byHand('Add a custom provider with the address of Ollama, and set it there.'),
      )
    return
  }
  const draft = startDraft(plan, 'Ollama', 'openai-chat-completions')
  const told = approximate('Called by its OpenAI-compatible API, at /v1.')
  giveBaseUrl(plan, draft, { ...host, value: ollamaUrl(host.value) }, told)
  giveSecret(plan, draft, 'apiKey', key)
  giveModels(plan, draft, model)
}

/** `OLLAMA_HOST` may be a host, a port, or an address to listen at. */
function ollamaUrl(text: string): string {
  const whole = /^[a-z]+:\/\//i.test(text)
    ? text
    : `http://${text.startsWith(':') ? `127.0.0.1${text}` : text}`
  if (!URL.canParse(whole)) return text
  const url = new URL(whole)
  if (/^(0\.0\.0\.0|\[::\])$/.test(url.hostname)) url.hostname = '127.0.0.1'
  if (url.port === '' && !/^[a-z]+:\/\//i.test(text)) url.port = '11434'
  const base = url.href.replace(/\/+$/, '')
  return base.endsWith('/v1') ? base : `${base.replace(/\/api$/, '')}/v1`
}

/** The other vendors of the catalogue, and hosts and proxies that LiteLLM knows: a key, and maybe a base URL. */
export function readOthers(plan: EnvironmentPlan): void {
  const byPrefix = new Map(Object.entries(prefixOfCatalogue).map(([id, prefix]) => [prefix, id]))
  for (const [prefix, provider] of providers) {
    if (provider.kind !== 'openai') continue
    const stem = prefix.toUpperCase().replaceAll('-', '_')
    const keys = [provider.keyVariable, `${stem}_API_KEY`, ...(otherKeys[prefix] ?? [])]
    const bases = [
      provider.baseVariable,
      ...['_API_BASE', '_BASE_URL', '_API_BASE_URL'].map((end) => stem + end),
    ]
    const key = plan.variables.take(...keys.filter((name) => name !== undefined))
    const base = plan.variables.take(...bases.filter((name) => name !== undefined))
    if (key === undefined && base === undefined) continue
    const id = byPrefix.get(prefix)
    if (base === undefined && id !== undefined) giveOfficialKey(plan, id, key)
    else if (base === undefined && provider.baseUrl === undefined)
      plan.variables.tell(
        key,
        byHand('Add a custom provider with the address of the server, and enter the key there.'),
      )
    else {
      const vendor = catalogue.find((each) => each.id === id)
      const draft = startDraft(plan, vendor?.name ?? provider.label, 'openai-chat-completions')
      if (base === undefined) putField(draft, 'baseUrl', provider.baseUrl)
      giveBaseUrl(plan, draft, base)
      giveSecret(plan, draft, 'apiKey', key)
    }
  }
}

/** Names besides LiteLLM's, by its prefix. */
const otherKeys: Readonly<Record<string, readonly string[]>> = {
  perplexity: ['PERPLEXITY_API_KEY', 'PPLX_API_KEY'],
  together_ai: ['TOGETHER_API_KEY'],
  fireworks_ai: ['FIREWORKS_API_KEY'],
  cohere: ['CO_API_KEY'],
  xai: ['GROK_API_KEY'],
  huggingface: ['HUGGINGFACE_API_KEY', 'HUGGING_FACE_HUB_TOKEN'],
  litellm_proxy: ['LITELLM_API_KEY', 'LITELLM_MASTER_KEY'],
}
