/** @file `vertex_ai/…`. Source: LiteLLM `llms/vertex_ai/`. */
import { parseGoogleCredentials } from '@patchbay/provider-core/specs'
import {
  putImpliedField,
  putSecret,
  take,
  takeField,
  takeSecret,
  type Deployment,
} from './deployment.ts'
import { putTypedBase, takeApiBase } from './read-base.ts'
import { readText } from './read-value.ts'

/** Vendors whose models Vertex serves in the OpenAI format. */
const openaiVendors =
  /^(?:meta|openai|deepseek-ai|qwen|minimaxai|moonshotai|zai-org|google\/gemma)\//

/** Reads a `vertex_ai/…` deployment into the draft. */
export function connectVertex(deployment: Deployment): void {
  const { draft, notes, differences } = deployment
  draft.fields.spec = 'google-vertex'
  deployment.modelId = deployment.modelId.replace(/^gemini\//, '')
  if (openaiVendors.test(deployment.modelId)) draft.fields.dialect = 'openai-chat'
  if (/^(?:mistral|codestral|jamba)/.test(deployment.modelId))
    differences.push(
      'Vertex serves this model in a format of its vendor that is not known here. It may not answer.',
    )
  const base = takeApiBase(deployment)
  const isTaken = base !== undefined && putTypedBase(deployment, base, (baseUrl) => ({ baseUrl }))
  // Behind an empty path, or a version alone, both put the same.
  if (isTaken && !/^https?:\/\/[^/]+(?:\/v1(?:beta1)?)?\/*$/.test(draft.fields.baseUrl ?? ''))
    notes.byHand(
      base,
      'LiteLLM puts other paths behind this base URL. Compare the address under the field with what your server serves.',
    )
  if (takeSecret(deployment, 'api_key', 'apiKey')) {
    draft.fields.credentialKind = 'express-key'
    takeField(deployment, 'vertex_project', 'projectId')
    takeField(deployment, 'vertex_location', 'location')
  } else {
    putScope(deployment)
  }
  putCredentials(deployment)
}

function putScope(deployment: Deployment): void {
  if (!takeField(deployment, 'vertex_project', 'projectId'))
    putImpliedField(deployment, 'VERTEXAI_PROJECT', 'projectId')
  if (takeField(deployment, 'vertex_location', 'location')) return
  deployment.draft.fields.location = 'us-central1'
  deployment.differences.push(
    'The file does not hold the location: us-central1 is taken, as by LiteLLM.',
  )
}

function putCredentials(deployment: Deployment): void {
  const { draft, notes, variables } = deployment
  const setting = take(deployment, 'vertex_credentials')
  if (setting === undefined) {
    if (draft.secrets.apiKey === undefined) draft.fields.credentialKind = 'adc'
    return
  }
  if (typeof setting.value === 'object') {
    draft.secrets.googleCredentials = { kind: 'value', value: JSON.stringify(setting.value) }
    notes.exact(setting)
    return
  }
  const read = readText(setting, variables, notes)
  if (read?.kind === 'variable') {
    putSecret(deployment, setting, 'googleCredentials')
    notes.approximate(setting, 'The variable has to hold the JSON of the key file, not its path.')
  } else if (read?.kind === 'text' && parseGoogleCredentials(read.text).ok) {
    putSecret(deployment, setting, 'googleCredentials')
  } else if (read !== undefined) {
    draft.missing.add('googleCredentials')
    notes.byHand(
      setting,
      read.kind === 'text' && read.text.trim().startsWith('{')
        ? 'This is no key file of a service account that can be used. Paste one as Google made it.'
        : 'This is the path of a key file. Paste what is in the file.',
    )
  }
}
