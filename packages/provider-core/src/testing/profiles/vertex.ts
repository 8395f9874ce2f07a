/** @file Vertex AI: Gemini and Claude below a project and location, with tokens from the fake's own endpoint. */
import { parseVertexMessagesBody } from '../dialects/anthropic-messages-body.ts'
import { anthropicMessagesWithPings, anthropicMessages } from '../dialects/anthropic-messages.ts'
import { refuseBody } from '../dialects/body-check.ts'
import { createSseFraming } from '../dialects/framing.ts'
import { encodeGoogleError } from '../dialects/google-generate.ts'
import type { ServiceAccount } from '../network/service-account.ts'
import { resolveMagicModel } from '../server/behaviour.ts'
import type { VertexOptions } from '../server/options.ts'
import { checkJsonBody, refusePath, stripBasePath } from '../server/request-checks.ts'
import type { SeenRequest } from '../server/seen-request.ts'
import { checkGenerate } from './google.ts'
import { answerClaudeCount } from './anthropic-answers.ts'
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
import { createTokenIssuer } from './vertex-token.ts'

const listedModels = ['gemini-2.5-pro', 'gemini-2.5-flash', 'claude-sonnet-4-6']
const methods = {
  google: ['generateContent', 'streamGenerateContent', 'embedContent', 'predict', 'countTokens'],
  anthropic: ['rawPredict', 'streamRawPredict'],
}

/** Rules of the token endpoint, the publishers' models and their lists. */
export function createVertexProfile(
  options: VertexOptions,
  origin: string,
  account: ServiceAccount,
): Profile {
  const { location = 'us-central1', basePath = '' } = options
  const projectId = options.projectId ?? account.json.project_id
  const { auth } = options
  const expressKey = auth !== undefined && 'expressKey' in auth ? auth.expressKey : undefined
  const foreignToken = auth !== undefined && 'accessToken' in auth ? auth.accessToken : undefined
  const lifetime = options.tokenLifetimeSeconds ?? 3600
  const issuer = createTokenIssuer(account, lifetime, foreignToken)
  const expectations = describeExpectations(
    'google-vertex',
    options,
    { url: `${origin}${basePath}`, ...describeAccess(options, projectId, location, account) },
    listedModels,
  )
  const resource = `/projects/${projectId}/locations/${location}/publishers`

  return {
    expectations,
    check(request) {
      if (request.path === '/token') {
        return { kind: 'token', name: 'token', body: issuer.issue(request) }
      }
      const path = stripBasePath(request.path, basePath) ?? ''
      const list = /^\/v1(?:beta1)?\/publishers\/(google|anthropic)\/models$/.exec(path)?.[1]
      if (list !== undefined) {
        const query = { pageSize: undefined, pageToken: undefined, view: undefined }
        if (expressKey === undefined) {
          checkAccess(request, options, 'GET', query)
          issuer.checkBearer(request)
        } else {
          const credentials = { 'x-goog-api-key': expressKey }
          checkEnvelope(request, options, { method: 'GET', query, credentials })
        }
        const body = encodeList(request, list, expectations.models, options.pageSize)
        return { kind: 'list', name: 'models', body }
      }
      if (expressKey !== undefined) {
        const express = parsePath(path, '/publishers')
        if (express?.publisher !== 'google') {
          throw refusePath(request, describePaths(basePath, '/publishers'))
        }
        const credentials = { 'x-goog-api-key': expressKey }
        return checkGenerate(request, options, { ...express, credentials })
      }
      const target = parsePath(path, resource)
      if (target === undefined) throw refusePath(request, describePaths(basePath, resource))
      issuer.checkBearer(request)
      return target.publisher === 'google'
        ? checkGemini(request, options, target)
        : checkClaude(request, options, target)
    },
    encodeError(status, message, request, code) {
      if (code === 'token') {
        return { status, headers: {}, body: { error: 'invalid_grant', error_description: message } }
      }
      const isClaude = request.path.includes('/publishers/anthropic/models/') && code === 'body'
      const body = isClaude
        ? anthropicMessages.encodeError(status, message)
        : encodeGoogleError(status, message)
      return { status, headers: {}, body }
    },
  }
}

function describeAccess(
  { auth }: VertexOptions,
  projectId: string,
  location: string,
  account: ServiceAccount,
): { settings: Record<string, string>; secrets: Record<string, string> } {
  if (auth === undefined) {
    return { settings: { projectId, location }, secrets: { googleCredentials: account.text } }
  }
  return 'expressKey' in auth
    ? { settings: { credentialKind: 'express-key' }, secrets: { apiKey: auth.expressKey } }
    : { settings: { projectId, location, credentialKind: 'adc' }, secrets: {} }
}

interface VertexTarget {
  publisher: 'google' | 'anthropic'
  model: string
  /** Left out for tuned endpoints. */
  method?: string
  stream: boolean
}

function parsePath(path: string, resource: string): VertexTarget | undefined {
  const tail = /^\/v1(?:beta1)?(\/.*)$/.exec(path)?.[1] ?? ''
  const tuned = /^\/endpoints\/(\d+):(generateContent|streamGenerateContent)$/.exec(
    tail.slice(resource.length - '/publishers'.length),
  )
  if (tuned !== null && tail.startsWith(resource.slice(0, -'/publishers'.length))) {
    const stream = tuned[2] === 'streamGenerateContent'
    return { publisher: 'google', model: `endpoints/${tuned[1]}`, stream }
  }
  if (!tail.startsWith(`${resource}/`)) return undefined
  const match = /^\/(google|anthropic)\/models\/([^/:]+):([a-zA-Z]+)$/.exec(
    tail.slice(resource.length),
  )
  const publisher = match?.[1] === 'anthropic' ? 'anthropic' : 'google'
  const method = match?.[3] ?? ''
  if (match === null || !methods[publisher].includes(method)) return undefined
  const model = decodeURIComponent(match[2] ?? '')
  return { publisher, model, method, stream: method.startsWith('stream') }
}

function describePaths(basePath: string, resource: string): string[] {
  return Object.entries(methods).flatMap(([publisher, names]) =>
    names.map((name) => {
      const query = name === 'streamGenerateContent' ? '?alt=sse' : ''
      return `POST ${basePath}/v1${resource}/${publisher}/models/{model}:${name}${query}`
    }),
  )
}

function checkAccess(
  request: SeenRequest,
  options: VertexOptions,
  method: 'GET' | 'POST',
  query?: Record<string, undefined>,
): void {
  checkEnvelope(request, options, {
    method,
    query,
    credentials: { authorization: undefined, 'x-goog-user-project': undefined },
  })
}

function checkGemini(
  request: SeenRequest,
  options: VertexOptions,
  target: VertexTarget,
): Operation {
  const { model, method = '' } = target
  if (googleAnswerMethods.includes(method)) {
    checkAccess(request, options, 'POST')
    const { extraBody } = options
    const answerTarget = { platform: 'vertex', model, method, extraBody } as const
    return checkAnswer(answerGoogle(checkJsonBody(request), answerTarget), options)
  }
  const authorization = request.headers['authorization'] ?? ''
  const project = request.headers['x-goog-user-project']
  const credentials = {
    authorization,
    ...(project === undefined ? {} : { 'x-goog-user-project': project }),
  }
  return checkGenerate(request, options, { ...target, credentials })
}

function checkClaude(
  request: SeenRequest,
  options: VertexOptions,
  target: VertexTarget,
): Operation {
  checkAccess(request, options, 'POST')
  const { anthropicVersion = 'vertex-2023-10-16', extraBody } = options
  if (target.model === 'count-tokens') {
    return checkAnswer(
      answerClaudeCount(checkJsonBody(request), extraBody, anthropicVersion),
      options,
    )
  }
  const parsed = parseVertexMessagesBody(checkJsonBody(request), extraBody, anthropicVersion)
  if (parsed.stream !== target.stream) {
    throw refuseBody(`body.stream: expected ${String(target.stream)} for this path`)
  }
  const call = { ...parsed, model: target.model }
  checkCall(call, options, resolveMagicModel(call.model) !== undefined)
  return {
    kind: 'generate',
    name: target.stream ? 'streamRawPredict' : 'rawPredict',
    call,
    dialect: anthropicMessagesWithPings,
    createFraming: createSseFraming,
  }
}

function encodeList(
  request: SeenRequest,
  publisher: string,
  models: string[],
  largestPage = 1000,
): object {
  const query = new URLSearchParams(request.query)
  const own = models.filter((id) => id.startsWith('claude') === (publisher === 'anthropic'))
  const pageSize = Math.min(Number(query.get('pageSize') ?? 100), largestPage)
  const { page, next } = cutPage(own, Number(query.get('pageToken') ?? 0), pageSize)
  return {
    publisherModels: page.map((id) => ({
      name: `publishers/${publisher}/models/${id}`,
      versionId: 'default',
      launchStage: 'GA',
    })),
    ...(next === undefined ? {} : { nextPageToken: String(next) }),
  }
}
