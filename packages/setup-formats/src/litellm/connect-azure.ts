/** @file `azure/…` and `azure_ai/…`. Source: LiteLLM `llms/azure/common_utils.py`, `llms/azure_ai/`. */
import { parseBaseUrl } from '@patchbay/provider-core/specs'
import { putImpliedSecret, take, takeField, takeSecret, type Deployment } from './deployment.ts'
import { putBase } from './read-base.ts'
import { connectOpenai, putKey } from './connect-direct.ts'
import { readPlainText } from './read-value.ts'

/** Marks of model families, which tell LiteLLM what a deployment's name does not. */
const marks = /^(?:responses|o_series|gpt5_series)\//

/** Reads an `azure/…` deployment into the draft. */
export function connectAzure(deployment: Deployment): void {
  const { draft, mode } = deployment
  draft.fields.spec = 'azure'
  const mark = marks.exec(deployment.modelId)?.[0]
  if (mark !== undefined) deployment.modelId = deployment.modelId.slice(mark.length)
  if (mark === 'responses/' || mode === 'responses') draft.fields.dialect = 'openai-responses'
  putBase(deployment)
  takeResourceName(deployment)
  putVersion(deployment)
  putCredentials(deployment)
}

/** Claude and what Azure's own hosts serve are Azure's; other hosts speak OpenAI chat under /v1. */
export function connectAzureAi(deployment: Deployment): void {
  const { draft } = deployment
  const base = deployment.left.get('api_base') ?? deployment.left.get('base_url')
  const isOther = typeof base?.value === 'string' && !isAzureHost(base.value)
  if (isOther) {
    const { left } = deployment
    left.set('api_base', base)
    left.delete('base_url')
    connectOther(deployment)
    return
  }
  draft.fields.spec = 'azure'
  putBase(deployment)
  const isClaude =
    /(?:^|\/)claude/.test(deployment.modelId) ||
    /\/anthropic(?:\/|$)/.test(draft.fields.baseUrl ?? '')
  if (isClaude) draft.fields.dialect = 'anthropic-messages'
  takeResourceName(deployment)
  putVersion(deployment)
  if (needsVersion(draft.fields.baseUrl) && draft.fields.apiVersion === undefined)
    draft.fields.apiVersion = '2024-05-01-preview'
  putCredentials(deployment)
}

function connectOther(deployment: Deployment): void {
  const base = deployment.left.get('api_base')
  connectOpenai(deployment)
  const { draft, notes } = deployment
  const typed = draft.fields.baseUrl
  if (base === undefined || typed === undefined || /\/v1\/*$/.test(typed)) return
  draft.fields.baseUrl = `${typed.replace(/\/+$/, '')}/v1`
  notes.approximate(base, 'LiteLLM calls it under /v1, so that is put behind it.')
}

function isAzureHost(text: string): boolean {
  const parsed = parseBaseUrl(text)
  return (
    !parsed.ok ||
    /\.(?:openai|services\.ai|cognitiveservices)\.azure\.(?:com|us|cn)$/.test(
      new URL(parsed.base.origin).hostname,
    )
  )
}

function needsVersion(baseUrl: string | undefined): boolean {
  const parsed = parseBaseUrl(baseUrl ?? '')
  return parsed.ok && parsed.base.path.endsWith('/models')
}

/** `https://name.openai.azure.com` and nothing else is what a resource name stands for. */
function takeResourceName({ draft }: Deployment): void {
  const suffix = draft.fields.dialect === 'anthropic-messages' ? 'services\\.ai' : 'openai'
  const pattern = new RegExp(
    `^https://([a-z0-9][a-z0-9-]*)\\.${suffix}\\.azure\\.com(?:/|/anthropic/?)?$`,
    'i',
  )
  const name = pattern.exec(draft.fields.baseUrl ?? '')?.[1]
  if (name === undefined) return
  draft.fields.baseUrl = undefined
  draft.fields.resourceName = name
}

function putVersion(deployment: Deployment): void {
  const { draft, notes } = deployment
  const setting = deployment.left.get('api_version')
  if (!takeField(deployment, 'api_version', 'apiVersion') || setting === undefined) return
  const version = draft.fields.apiVersion
  if (
    version === undefined ||
    /^(?:v1|preview|latest|\d{4}-\d{2}-\d{2}(?:-[a-z0-9]+)?)$/.test(version)
  )
    return
  draft.fields.apiVersion = undefined
  notes.byHand(setting, 'This is no API version of Azure. Type one such as 2024-10-21.')
}

function putCredentials(deployment: Deployment): void {
  const { draft, notes } = deployment
  takeField(deployment, 'tenant_id', 'tenantId')
  takeField(deployment, 'client_id', 'clientId')
  takeSecret(deployment, 'client_secret', 'clientSecret')
  takeSecret(deployment, 'azure_ad_token', 'bearerToken')
  const scope = take(deployment, 'azure_scope')
  if (scope !== undefined) {
    const text = readPlainText(scope, deployment.variables, notes)
    if (text !== undefined) {
      draft.fields.tokenScope = text
      notes.exact(scope)
    }
  }
  for (const key of ['azure_username', 'azure_password']) {
    const setting = take(deployment, key)
    if (setting !== undefined)
      notes.byHand(
        setting,
        'Patchbay does not sign in with a user name and password. Register an Entra application and type its client ID and secret in.',
      )
  }
  const hasOther =
    draft.secrets.clientSecret !== undefined ||
    draft.secrets.bearerToken !== undefined ||
    deployment.left.has('azure_username')
  if (deployment.left.has('api_key')) putKey(deployment, true)
  else if (!hasOther)
    putImpliedSecret(deployment, deployment.definition.keyVariable ?? 'AZURE_API_KEY', 'apiKey')
  if (draft.secrets.apiKey !== undefined && hasOther) draft.fields.credentialKind = 'api-key'
}
