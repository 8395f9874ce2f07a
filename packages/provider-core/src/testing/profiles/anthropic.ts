/** @file Anthropic's own host: `x-api-key`, `anthropic-version`, Messages and the paged model list. */
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models.js'
import { parseMessagesBody } from '../dialects/anthropic-messages-body.ts'
import { anthropicMessages, anthropicMessagesWithPings } from '../dialects/anthropic-messages.ts'
import { createSseFraming } from '../dialects/framing.ts'
import { resolveMagicModel } from '../server/behaviour.ts'
import type { AnthropicOptions } from '../server/options.ts'
import { checkJsonBody, refusePath, stripBasePath } from '../server/request-checks.ts'
import type { SeenRequest } from '../server/seen-request.ts'
import { answerClaudeCount } from './anthropic-answers.ts'
import {
  checkAnswer,
  checkCall,
  checkEnvelope,
  cutPage,
  describeExpectations,
  type Profile,
} from './profile.ts'

const listedModels = ['claude-sonnet-4-6', 'claude-opus-4-6', 'claude-haiku-4-5']

const versions: [string, ...string[]] = ['2023-06-01', '2026-10-21']

/** Rules of `POST {base}/v1/messages` and `GET {base}/v1/models`. */
export function createAnthropicProfile(options: AnthropicOptions, origin: string): Profile {
  const { apiKey = 'sk-ant-fake-key', anthropicVersion = '2023-06-01', basePath = '' } = options
  const url = `${origin}${basePath}`
  const expectations = describeExpectations(
    'anthropic',
    options,
    { url, secrets: { apiKey }, settings: {} },
    listedModels,
  )
  const versionOf = ({ headers }: SeenRequest): string => {
    if (anthropicVersion !== 'either') return anthropicVersion
    const named = headers['anthropic-version'] ?? ''
    return versions.includes(named) ? named : versions[0]
  }

  return {
    expectations,
    check(request) {
      const version = versionOf(request)
      const envelope = {
        credentials: { 'x-api-key': apiKey },
        headers: { 'anthropic-version': version },
      }
      const path = stripBasePath(request.path, basePath)
      if (path === '/v1/models') {
        const query = { limit: undefined, after_id: undefined, before_id: undefined }
        checkEnvelope(request, options, { method: 'GET', ...envelope, query })
        const body = encodeList(request, expectations.models, options.pageSize)
        return { kind: 'list', name: 'models', body }
      }
      if (path === '/v1/messages/count_tokens') {
        checkEnvelope(request, options, { method: 'POST', ...envelope })
        return checkAnswer(answerClaudeCount(checkJsonBody(request), options.extraBody), options)
      }
      if (path !== '/v1/messages') {
        throw refusePath(request, [`POST ${basePath}/v1/messages`, `GET ${basePath}/v1/models`])
      }
      checkEnvelope(request, options, { method: 'POST', ...envelope })
      const call = parseMessagesBody(checkJsonBody(request), options.extraBody, version)
      checkCall(call, options, resolveMagicModel(call.model) !== undefined)
      return {
        kind: 'generate',
        name: 'messages',
        call,
        dialect: anthropicMessagesWithPings,
        createFraming: createSseFraming,
      }
    },
    encodeError: (status, message) => ({
      status,
      headers: { 'request-id': 'req_fake' },
      body: anthropicMessages.encodeError(status, message),
    }),
  }
}

function encodeList(request: SeenRequest, models: string[], pageSize = 1000): object {
  const query = new URLSearchParams(request.query)
  const limit = Math.min(Number(query.get('limit') ?? 20), pageSize)
  const { page, next } = cutPage(models, models.indexOf(query.get('after_id') ?? '') + 1, limit)
  return {
    data: page.map(encodeModel),
    has_more: next !== undefined,
    first_id: page[0] ?? null,
    last_id: page.at(-1) ?? null,
  }
}

function encodeModel(id: string): ModelInfo {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-02-01T00:00:00Z',
    capabilities: null,
    deprecated_at: null,
    lifecycle: 'active',
    line: null,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
    retires_at: null,
  }
}
