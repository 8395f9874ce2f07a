/** @file Providers on plain hosts: the OpenAI, Anthropic and Google formats, Ollama, and handlers. */
import { putImpliedSecret, putSecret, take, type Deployment } from './deployment.ts'
import { takeApiBase, putBase, putTypedBase } from './read-base.ts'
import { settingsBelow } from './place.ts'
import { readText } from './read-value.ts'
import { putHeader } from './read-headers.ts'

/** Keys that people write because a key has to be there. */
const placeholder =
  /^(?:none|null|nil|dummy|empty|anything|placeholder|not-?(?:needed|used|required)|no-?key(?:-(?:needed|required))?|(?:sk-)?no-?key-required|fake(?:-?key)?|x+)$/i

/** Reads a deployment of the OpenAI format, Responses included. */
export function connectOpenai(deployment: Deployment): void {
  const { draft, mode } = deployment
  const isResponses = deployment.modelId.startsWith('responses/')
  if (isResponses) deployment.modelId = deployment.modelId.slice('responses/'.length)
  draft.fields.spec =
    isResponses || mode === 'responses' ? 'openai-responses' : 'openai-chat-completions'
  putKey(deployment, putBase(deployment))
  putOrganization(deployment)
}

/** Reads an `anthropic/…` deployment into the draft. */
export function connectAnthropic(deployment: Deployment): void {
  deployment.draft.fields.spec = 'anthropic'
  // Both end at …/v1/messages; the root is how LiteLLM writes it, and how Patchbay shows it.
  putKey(
    deployment,
    putBase(deployment, (baseUrl) => ({ baseUrl: baseUrl.replace(/\/v1(?:\/messages)?\/*$/, '') })),
  )
}

/** Reads a `gemini/…` deployment into the draft. */
export function connectGoogle(deployment: Deployment): void {
  const { draft, definition, notes } = deployment
  draft.fields.spec = 'google'
  const base = takeApiBase(deployment)
  if (base === undefined) draft.fields.baseUrl = definition.baseUrl
  else if (putTypedBase(deployment, base, (baseUrl) => ({ baseUrl }))) {
    // LiteLLM puts /models/… behind it, Patchbay as well where a version stands at its end.
    if (!/\/v1(?:alpha|beta)?\/*$/.test(draft.fields.baseUrl ?? ''))
      notes.byHand(
        base,
        'LiteLLM puts no version behind this base URL, Patchbay puts /v1beta. Compare the address under the field with what your server serves.',
      )
  }
  putKey(deployment, base !== undefined)
}

/** Reads an `ollama/…` deployment, which is called at its OpenAI-compatible `/v1`. */
export function connectOllama(deployment: Deployment): void {
  const { draft } = deployment
  draft.fields.spec = 'openai-chat-completions'
  putBase(deployment, (baseUrl) => ({
    baseUrl: /\/v1\/*$/.test(baseUrl) ? baseUrl : `${baseUrl.replace(/\/+$/, '')}/v1`,
    message: 'Called by its OpenAI-compatible API: /v1 is put behind it.',
  }))
  putKey(deployment, true)
}

/** A provider of `custom_provider_map`: the code is not read, so the file is left to be chosen. */
export function connectHandler(deployment: Deployment): void {
  deployment.draft.fields.spec = 'custom-handler'
  putBase(deployment)
  putKey(deployment, true)
  deployment.notes.byHand(
    deployment.model,
    'A custom handler in Python is not run. Write it anew in JavaScript or TypeScript and choose the file in the form.',
  )
}

/** @param ownHost Another host than the provider's: the provider's key is not sent there unasked. */
export function putKey(deployment: Deployment, ownHost: boolean): void {
  const { definition, notes, variables } = deployment
  const setting = take(deployment, 'api_key')
  if (setting === undefined) {
    if (!ownHost && definition.keyVariable !== undefined)
      putImpliedSecret(deployment, definition.keyVariable, 'apiKey')
    return
  }
  const read = readText(setting, variables, notes)
  if (read?.kind === 'text' && placeholder.test(read.text.trim()))
    notes.approximate(setting, 'A placeholder and no key, so none is saved.')
  else putSecret(deployment, setting, 'apiKey')
}

function putOrganization(deployment: Deployment): void {
  const setting = take(deployment, 'organization')
  if (setting === undefined) return
  // A list has become one deployment for each of its items.
  const [first = setting] = settingsBelow(setting).values()
  putHeader(deployment, 'OpenAI-Organization', first)
}
