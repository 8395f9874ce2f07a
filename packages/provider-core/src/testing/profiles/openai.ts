/** @file OpenAI-compatible servers: Bearer key, Chat Completions or Responses, the model list. */
import type { Model } from 'openai/resources/models.js'
import type { FakeDialect } from '../dialects/dialect.ts'
import { createSseFraming } from '../dialects/framing.ts'
import { parseChatBody } from '../dialects/openai-chat-body.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { encodeOpenAIError } from '../dialects/openai-error.ts'
import { parseResponsesBody } from '../dialects/openai-responses-body.ts'
import { openaiResponses } from '../dialects/openai-responses.ts'
import { resolveMagicModel } from '../server/behaviour.ts'
import type { OpenAIOptions } from '../server/options.ts'
import { checkJsonBody, refusePath, stripBasePath } from '../server/request-checks.ts'
import { fakeCreatedAt } from '../dialects/dialect.ts'
import type { SeenRequest } from '../server/seen-request.ts'
import { openaiCompletions, parseCompletionBody } from '../dialects/openai-completions.ts'
import { answerEmbeddings, answerImages } from './openai-answers.ts'
import {
  checkAnswer,
  checkCall,
  checkEnvelope,
  describeExpectations,
  type Operation,
  type Profile,
} from './profile.ts'

const listedModels = ['gpt-5.2', 'gpt-5-mini', 'llama-3.3-70b']

/** Rules of `POST {base}/chat/completions` or `/responses`, and `GET {base}/models`. */
export function createOpenAIProfile(options: OpenAIOptions, origin: string): Profile {
  const { apiKey = 'sk-fake-openai-key', basePath = '/v1', notFound = 'openai' } = options
  const isChat = options.spec === 'openai-chat-completions'
  const operationPath = isChat ? '/chat/completions' : '/responses'
  const dialect: FakeDialect = isChat ? openaiChat : openaiResponses
  const parseBody = isChat ? parseChatBody : parseResponsesBody
  const secrets: Record<string, string> = apiKey === '' ? {} : { apiKey }
  const expectations = describeExpectations(
    options.spec,
    options,
    { url: `${origin}${basePath}`, secrets },
    listedModels,
  )
  const credentials: Record<string, string> =
    apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }

  return {
    expectations,
    check(request) {
      const path = stripBasePath(request.path, basePath)
      if (path === '/models') {
        checkEnvelope(request, options, { method: 'GET', credentials })
        return { kind: 'list', name: 'models', body: encodeModelList(expectations.models) }
      }
      const other = checkOther(path, request, options, credentials)
      if (other !== undefined) return other
      if (path !== operationPath) {
        throw refusePath(request, [`POST ${basePath}${operationPath}`, `GET ${basePath}/models`])
      }
      checkEnvelope(request, options, { method: 'POST', credentials })
      const call = parseBody(checkJsonBody(request), options.extraBody)
      checkCall(call, options, resolveMagicModel(call.model) !== undefined)
      return { kind: 'generate', name: dialect.id, call, dialect, createFraming: createSseFraming }
    },
    encodeError: (status, message, _request, code) => ({
      status,
      headers: {},
      body:
        code === 'path' && notFound === 'fastapi'
          ? { detail: 'Not Found' }
          : encodeOpenAIError(status, message),
    }),
  }
}

/** Embeddings, images and text completion, which every such server may have. */
function checkOther(
  path: string | undefined,
  request: SeenRequest,
  options: OpenAIOptions,
  credentials: Record<string, string>,
): Operation | undefined {
  const isCompletion = path === '/completions'
  if (path !== '/embeddings' && path !== '/images/generations' && !isCompletion) return undefined
  checkEnvelope(request, options, { method: 'POST', credentials })
  const body = checkJsonBody(request)
  if (path === '/embeddings') return checkAnswer(answerEmbeddings(body, options.extraBody), options)
  if (!isCompletion) return checkAnswer(answerImages(body, options.extraBody), options)
  const call = parseCompletionBody(body, options.extraBody)
  checkCall(call, options, resolveMagicModel(call.model) !== undefined)
  return {
    kind: 'generate',
    name: 'completions',
    call,
    dialect: openaiCompletions,
    createFraming: createSseFraming,
  }
}

/** The list that `GET /models` gives, with OpenAI and on Azure's v1 form. */
export function encodeModelList(models: string[]): object {
  const data = models.map((id): Model => ({
    id,
    object: 'model',
    created: fakeCreatedAt,
    owned_by: 'fake',
  }))
  return { object: 'list', data }
}
