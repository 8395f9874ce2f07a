/** @file The Gemini API: `x-goog-api-key` in a header only, generateContent and the paged model list. */
import type { Model } from '@google/genai'
import { parseGenerateBody } from '../dialects/google-generate-body.ts'
import { encodeGoogleError, googleGenerate } from '../dialects/google-generate.ts'
import { createSseFraming } from '../dialects/framing.ts'
import { resolveMagicModel } from '../server/behaviour.ts'
import type { CommonOptions, GoogleOptions } from '../server/options.ts'
import { RefusedRequest } from '../server/refusal.ts'
import { checkJsonBody, refusePath, stripBasePath } from '../server/request-checks.ts'
import type { SeenRequest } from '../server/seen-request.ts'
import { answerGoogle, googleAnswerMethods } from './google-answers.ts'
import {
  checkAnswer,
  checkCall,
  checkEnvelope,
  cutPage,
  describeExpectations,
  type Operation,
  type Profile,
} from './profile.ts'

const listedModels = ['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite']

/** Rules of `POST /v1beta/models/{model}:generateContent`, `:streamGenerateContent`, `GET /v1beta/models`. */
export function createGoogleProfile(options: GoogleOptions, origin: string): Profile {
  const { apiKey = 'AIza-fake-google-key', version = 'v1beta', basePath = '' } = options
  const prefix = `${basePath}/${version}/models`
  const url = version === 'v1beta' ? `${origin}${basePath}` : `${origin}${basePath}/${version}`
  const expectations = describeExpectations(
    'google',
    options,
    { url, secrets: { apiKey } },
    listedModels,
  )
  const credentials = { 'x-goog-api-key': apiKey }

  return {
    expectations,
    check(request) {
      refuseKeyInQuery(request, options)
      const path = stripBasePath(request.path, prefix)
      if (request.path === prefix) {
        const query = { pageSize: undefined, pageToken: undefined }
        checkEnvelope(request, options, { method: 'GET', credentials, query })
        const body = encodeList(request, expectations.models, options.pageSize)
        return { kind: 'list', name: 'models', body }
      }
      const other = /^\/([^/:]+):([a-zA-Z]+)$/.exec(path ?? '')
      if (other !== null && googleAnswerMethods.includes(other[2] ?? '')) {
        checkEnvelope(request, options, { method: 'POST', credentials })
        const [, model = '', method = ''] = other
        const { extraBody } = options
        const target = {
          platform: 'gemini',
          model: decodeURIComponent(model),
          method,
          extraBody,
        } as const
        return checkAnswer(answerGoogle(checkJsonBody(request), target), options)
      }
      const match = /^\/([^/:]+):(generateContent|streamGenerateContent)$/.exec(path ?? '')
      if (match === null) {
        throw refusePath(request, [
          `POST ${prefix}/{model}:generateContent`,
          `POST ${prefix}/{model}:streamGenerateContent?alt=sse`,
          `GET ${prefix}`,
        ])
      }
      const model = decodeURIComponent(match[1] ?? '')
      const stream = match[2] === 'streamGenerateContent'
      return checkGenerate(request, options, { credentials, model, stream })
    },
    encodeError(status, message, _request, code) {
      if (code !== 'credentials')
        return { status, headers: {}, body: encodeGoogleError(status, message) }
      return { status: 400, headers: {}, body: encodeInvalidKey(message) }
    },
  }
}

/** Verifies a generateContent request whose path is already understood. Vertex has the same. */
export function checkGenerate(
  request: SeenRequest,
  options: CommonOptions,
  target: { credentials: Record<string, string>; model: string; stream: boolean },
): Operation {
  const { credentials, model, stream } = target
  const query: Record<string, string> = stream ? { alt: 'sse' } : {}
  checkEnvelope(request, options, { method: 'POST', credentials, query })
  const parsed = parseGenerateBody(checkJsonBody(request), options.extraBody)
  const call = { ...parsed, model, stream }
  checkCall(call, options, resolveMagicModel(model) !== undefined)
  return {
    kind: 'generate',
    name: stream ? 'streamGenerateContent' : 'generateContent',
    call,
    dialect: googleGenerate,
    createFraming: createSseFraming,
  }
}

function refuseKeyInQuery(request: SeenRequest, options: CommonOptions): void {
  const query = new URLSearchParams(request.query)
  for (const name of ['key', 'access_token', 'api_key']) {
    const isConfigured = name in { ...options.query, ...options.baseUrlQuery }
    if (query.has(name) && !isConfigured) {
      throw new RefusedRequest(
        'query',
        400,
        `the key must not stand in the query (\`${name}\`); expected header \`x-goog-api-key\``,
      )
    }
  }
}

/** The host answers a wrong key with 400 and this reason, not with 401. */
function encodeInvalidKey(message: string): object {
  return {
    error: {
      code: 400,
      message: `API key not valid. Please pass a valid API key. (${message})`,
      status: 'INVALID_ARGUMENT',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'API_KEY_INVALID',
          domain: 'googleapis.com',
        },
      ],
    },
  }
}

function encodeList(request: SeenRequest, models: string[], largestPage = 1000): object {
  const query = new URLSearchParams(request.query)
  const pageSize = Math.min(Number(query.get('pageSize') ?? 50), largestPage)
  const { page, next } = cutPage(models, Number(query.get('pageToken') ?? 0), pageSize)
  return {
    models: page.map(encodeModel),
    ...(next === undefined ? {} : { nextPageToken: String(next) }),
  }
}

/** On the wire the declared `supportedActions` are called `supportedGenerationMethods`. */
function encodeModel(id: string): Model & { supportedGenerationMethods: string[] } {
  return {
    name: `models/${id}`,
    displayName: id,
    version: '001',
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
  }
}
