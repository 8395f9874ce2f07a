/** @file Azure OpenAI: the dated and the v1 form, Responses, Claude; `api-key`, or Bearer where so configured. */
import { parseMessagesBody } from '../dialects/anthropic-messages-body.ts'
import { anthropicMessages, anthropicMessagesWithPings } from '../dialects/anthropic-messages.ts'
import { createSseFraming } from '../dialects/framing.ts'
import { parseChatBody } from '../dialects/openai-chat-body.ts'
import { azureOpenaiChat } from '../dialects/openai-chat.ts'
import { encodeOpenAIError } from '../dialects/openai-error.ts'
import { parseResponsesBody } from '../dialects/openai-responses-body.ts'
import { openaiResponses } from '../dialects/openai-responses.ts'
import { resolveMagicModel } from '../server/behaviour.ts'
import type { AzureForm, AzureOptions } from '../server/options.ts'
import { checkJsonBody, refusePath, stripBasePath } from '../server/request-checks.ts'
import type { SeenRequest } from '../server/seen-request.ts'
import { encodeModelList } from './openai.ts'
import { createAzureAccess } from './azure-access.ts'
import { openaiCompletions, parseCompletionBody } from '../dialects/openai-completions.ts'
import { answerClaudeCount } from './anthropic-answers.ts'
import { answerEmbeddings, answerImages } from './openai-answers.ts'
import {
  checkAnswer,
  checkCall,
  checkEnvelope,
  describeExpectations,
  type Operation,
  type Profile,
} from './profile.ts'

const listedModels = ['gpt-4o', 'gpt-5.2', 'claude-sonnet-4-6']
const expectedPaths = [
  'POST /openai/deployments/{deployment}/chat/completions?api-version=',
  'POST /openai/v1/chat/completions',
  'POST /openai/v1/responses',
  'POST /openai/responses?api-version=',
  'POST /anthropic/v1/messages',
  'GET /openai/v1/models',
  'GET /openai/models?api-version=',
]

type OtherOperation = 'embeddings' | 'images/generations' | 'completions'

interface AzureRequest {
  form: AzureForm
  operation: 'chat' | 'responses' | 'messages' | 'models' | 'count' | OtherOperation
  deployment?: string
}

/** Rules of one Azure resource. */
export function createAzureProfile(options: AzureOptions, origin: string): Profile {
  const { apiVersion = '2024-10-21', basePath = '' } = options
  const access = createAzureAccess(options, origin)
  const expectations = describeExpectations(
    'azure',
    options,
    {
      url: `${origin}${basePath}`,
      secrets: access.secrets,
      settings: { apiVersion, ...access.settings },
    },
    listedModels,
  )

  return {
    expectations,
    check(request) {
      const token = access.issueToken(request)
      if (token !== undefined) return { kind: 'token', name: 'token', body: token }
      const target = parsePath(stripBasePath(request.path, basePath) ?? '')
      if (target === undefined || options.forms?.includes(target.form) === false) {
        throw refusePath(request, expectedPaths)
      }
      checkEnvelope(request, options, {
        method: target.operation === 'models' ? 'GET' : 'POST',
        credentials: access.expectedHeaders(request, target.form),
        query: expectedQuery(request, target, apiVersion),
        ...(target.form === 'claude' ? { headers: { 'anthropic-version': '2023-06-01' } } : {}),
      })
      if (target.operation === 'models') {
        return { kind: 'list', name: 'models', body: encodeModelList(expectations.models) }
      }
      return checkGeneration(request, options, target)
    },
    encodeError(status, message, request, code) {
      if (code === 'token') {
        const body = { error: 'invalid_client', error_description: message }
        return { status, headers: {}, body }
      }
      const isClaude = request.path.startsWith(`${basePath}/anthropic/`)
      return { status, headers: {}, body: encodeAzureError(status, message, isClaude, code) }
    },
  }
}

function parsePath(path: string): AzureRequest | undefined {
  if (path === '/openai/v1/chat/completions') return { form: 'v1', operation: 'chat' }
  if (path === '/openai/v1/responses') return { form: 'v1', operation: 'responses' }
  if (path === '/openai/v1/models') return { form: 'v1', operation: 'models' }
  if (path === '/openai/responses') return { form: 'responses', operation: 'responses' }
  if (path === '/openai/models') return { form: 'dated', operation: 'models' }
  if (path === '/anthropic/v1/messages') return { form: 'claude', operation: 'messages' }
  if (path === '/anthropic/v1/messages/count_tokens') return { form: 'claude', operation: 'count' }
  const other =
    /^\/openai\/(?:v1|deployments\/([^/]+))\/(embeddings|images\/generations|completions)$/.exec(
      path,
    )
  if (other !== null) {
    const operation = other[2] as OtherOperation
    return other[1] === undefined
      ? { form: 'v1', operation }
      : { form: 'dated', operation, deployment: decodeURIComponent(other[1]) }
  }
  const deployment = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/.exec(path)?.[1]
  if (deployment === undefined) return undefined
  return { form: 'dated', operation: 'chat', deployment: decodeURIComponent(deployment) }
}

/** Dated paths need the version; on the v1 form it may only be a v1 one. */
function expectedQuery(
  request: SeenRequest,
  target: AzureRequest,
  apiVersion: string,
): Record<string, string> {
  if (target.form === 'dated' || target.form === 'responses') return { 'api-version': apiVersion }
  const sent = new URLSearchParams(request.query).get('api-version')
  if (target.form === 'claude' || sent === null) return {}
  return { 'api-version': sent === 'preview' ? 'preview' : 'v1' }
}

function checkGeneration(
  request: SeenRequest,
  options: AzureOptions,
  target: AzureRequest,
): Operation {
  const body = checkJsonBody(request)
  const { extraBody } = options
  switch (target.operation) {
    case 'count':
      return checkAnswer(answerClaudeCount(body, extraBody), options)
    case 'embeddings':
      return checkAnswer(answerEmbeddings(body, extraBody), options)
    case 'images/generations':
      return checkAnswer(answerImages(body, extraBody), options)
    default:
      break
  }
  const { call, dialect } = parseCall(body, options, target)
  checkCall(call, options, resolveMagicModel(call.model) !== undefined)
  return {
    kind: 'generate',
    name: `${target.form} ${target.operation}`,
    call,
    dialect,
    createFraming: createSseFraming,
  }
}

function parseCall(body: Record<string, unknown>, options: AzureOptions, target: AzureRequest) {
  const { extraBody } = options
  switch (target.operation) {
    case 'messages':
      return {
        call: parseMessagesBody(body, extraBody, '2023-06-01'),
        dialect: anthropicMessagesWithPings,
      }
    case 'completions':
      return {
        call: parseCompletionBody(body, extraBody, target.deployment),
        dialect: openaiCompletions,
      }
    case 'responses':
      return { call: parseResponsesBody(body, extraBody), dialect: openaiResponses }
    default:
      return { call: parseChatBody(body, extraBody, target.deployment), dialect: azureOpenaiChat }
  }
}

function encodeAzureError(
  status: number,
  message: string,
  isClaude: boolean,
  code?: string,
): object {
  if (isClaude) return anthropicMessages.encodeError(status, message)
  if (code === 'model') return { error: { code: 'DeploymentNotFound', message } }
  if (code === 'path') return { error: { code: '404', message: `Resource not found: ${message}` } }
  if (status === 401) return { error: { code: '401', message: `Access denied: ${message}` } }
  return encodeOpenAIError(status, message)
}
