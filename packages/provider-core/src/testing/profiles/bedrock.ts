/** @file Amazon Bedrock: SigV4 or Bearer, Converse and Invoke (Claude bodies), and the two model lists. */
import { parseBedrockMessagesBody } from '../dialects/anthropic-messages-body.ts'
import { anthropicMessages } from '../dialects/anthropic-messages.ts'
import { parseConverseBody } from '../dialects/bedrock-converse-body.ts'
import { bedrockConverse, encodeBedrockException } from '../dialects/bedrock-converse.ts'
import { encodeOpenAIError } from '../dialects/openai-error.ts'
import type { FakeDialect } from '../dialects/dialect.ts'
import { eventStreamFraming, invokeStreamFraming } from '../dialects/framing.ts'
import { resolveMagicModel } from '../server/behaviour.ts'
import type { BedrockOptions } from '../server/options.ts'
import { RefusedRequest } from '../server/refusal.ts'
import { checkJsonBody, refusePath, stripBasePath } from '../server/request-checks.ts'
import type { SeenRequest } from '../server/seen-request.ts'
import { answerCount, answerInvokeEmbedding, isEmbeddingModel } from './bedrock-answers.ts'
import {
  checkAnswer,
  checkCall,
  checkEnvelope,
  describeExpectations,
  type EncodedError,
  type Operation,
  type Profile,
} from './profile.ts'
import { checkCompatible, compatiblePaths, parseCompatiblePath } from './bedrock-compatible.ts'
import { encodeModelList } from './openai.ts'
import { checkSignature } from './signature-check.ts'

const listedModels = [
  'anthropic.claude-sonnet-4-6',
  'us.anthropic.claude-sonnet-4-6',
  'amazon.nova-pro-v1:0',
]
const defaultCredentials = {
  accessKeyId: 'AKIAFAKEACCESSKEY000',
  secretAccessKey: 'fake-secret-access-key-of-forty-charactr',
}
const operations = [
  'converse',
  'converse-stream',
  'invoke',
  'invoke-with-response-stream',
  'count-tokens',
] as const
const listQueries = {
  '/foundation-models': [
    'byProvider',
    'byOutputModality',
    'byInferenceType',
    'byCustomizationType',
  ],
  '/inference-profiles': ['maxResults', 'nextToken', 'type'],
}
const exceptions: Record<number, string> = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
}
/** Claude's own events inside Invoke, but a failure is AWS's exception frame. */
const claudeOnBedrock: FakeDialect = {
  ...anthropicMessages,
  encodeStreamError: encodeBedrockException,
}

/** Rules of the runtime (`/model/{id}/…`) and of the control plane's lists, on one host. */
export function createBedrockProfile(options: BedrockOptions, origin: string): Profile {
  const { region = 'us-east-1', credentials = defaultCredentials, basePath = '' } = options
  const { api = 'native' } = options
  const expectations = describeExpectations(
    'amazon-bedrock',
    options,
    {
      url: `${origin}${basePath}`,
      settings: api === 'native' ? { region } : { region, bedrockApi: api },
      secrets: { ...credentials },
    },
    listedModels,
  )

  const checkAccess = (
    request: SeenRequest,
    method: 'GET' | 'POST',
    query?: Record<string, undefined>,
  ): Promise<void> | undefined => {
    if ('apiKey' in credentials) {
      const bearer = { authorization: `Bearer ${credentials.apiKey}` }
      checkEnvelope(request, options, { method, credentials: bearer, query })
      return undefined
    }
    const signed = { authorization: undefined, 'x-amz-security-token': undefined }
    checkEnvelope(request, options, { method, credentials: signed, query })
    const service = api === 'mantle' ? 'bedrock-mantle' : 'bedrock'
    return checkSignature(request, { credentials, region, service })
  }

  return {
    expectations,
    async check(request) {
      const path = stripBasePath(request.path, basePath)
      if (api === 'mantle' && path === '/v1/models') {
        await checkAccess(request, 'GET')
        return { kind: 'list', name: 'models', body: encodeModelList(expectations.models) }
      }
      if (api !== 'native' && path !== undefined && request.method === 'POST') {
        const target = parseCompatiblePath(path, api)
        if (target === undefined) throw refusePath(request, compatiblePaths(api))
        await checkAccess(request, 'POST')
        return checkCompatible(request, options, target)
      }
      if (path === '/foundation-models' || path === '/inference-profiles') {
        const query = Object.fromEntries(listQueries[path].map((name) => [name, undefined]))
        await checkAccess(request, 'GET', query)
        const body = encodeList(path, expectations.models, region)
        return { kind: 'list', name: path.slice(1), body }
      }
      const target = parsePath(path ?? '')
      if (target === undefined) {
        const paths = operations.map((name) => `POST ${basePath}/model/{encoded id}/${name}`)
        throw refusePath(request, [
          ...paths,
          ...Object.keys(listQueries).map((list) => `GET ${list}`),
        ])
      }
      await checkAccess(request, 'POST')
      return checkGeneration(request, options, target)
    },
    encodeError(status, message, request, code): EncodedError {
      if (api !== 'native' && request.method === 'POST') {
        const claude = request.path.includes('/anthropic/')
        const body = claude
          ? anthropicMessages.encodeError(status, message)
          : encodeOpenAIError(status, message)
        return { status, headers: {}, body }
      }
      const isSignature = code === 'signature'
      const isRefusedKey = isSignature || code === 'credentials'
      const type = isSignature
        ? 'InvalidSignatureException'
        : exceptions[isRefusedKey ? 403 : status]
      return {
        status: isRefusedKey ? 403 : status,
        headers: { 'x-amzn-errortype': type ?? 'InternalServerException' },
        body: { message },
      }
    },
  }
}

interface BedrockTarget {
  model: string
  operation: (typeof operations)[number]
}

/** The id is one path segment, so its `/` and `:` must come percent-encoded. */
function parsePath(path: string): BedrockTarget | undefined {
  const [, segment = '', tail] = /^\/model\/([^/]+)\/([a-z-]+)$/.exec(path) ?? []
  const operation = operations.find((name) => name === tail)
  if (operation === undefined) return undefined
  const model = decodeURIComponent(segment)
  if (encodeURIComponent(model) === segment) return { model, operation }
  throw new RefusedRequest(
    'path',
    404,
    `expected the model id percent-encoded once in the path: \`${encodeURIComponent(model)}\`, got \`${segment}\``,
  )
}

function checkGeneration(
  request: SeenRequest,
  options: BedrockOptions,
  { model, operation }: BedrockTarget,
): Operation {
  const body = checkJsonBody(request)
  if (operation === 'count-tokens') return checkAnswer(answerCount(model, body), options)
  if (operation === 'invoke' && isEmbeddingModel(model)) {
    return checkAnswer(answerInvokeEmbedding(model, body, options.extraBody), options)
  }
  const isInvoke = operation.startsWith('invoke')
  const { anthropicVersion = 'bedrock-2023-05-31', extraBody } = options
  const parsed = isInvoke
    ? parseBedrockMessagesBody(body, extraBody, anthropicVersion)
    : parseConverseBody(body, extraBody)
  const call = { ...parsed, model, stream: operation.endsWith('stream') }
  checkCall(call, options, resolveMagicModel(model) !== undefined)
  return {
    kind: 'generate',
    name: operation,
    call,
    dialect: isInvoke ? claudeOnBedrock : bedrockConverse,
    createFraming: () => (isInvoke ? invokeStreamFraming : eventStreamFraming),
  }
}

/** Ids with a geography prefix are inference profiles, the others foundation models. */
function encodeList(path: keyof typeof listQueries, models: string[], region: string): object {
  const isProfile = (id: string) => /^(us|eu|apac|jp|au|us-gov|global)\./.test(id)
  if (path === '/inference-profiles') {
    return {
      inferenceProfileSummaries: models.filter(isProfile).map((id) => ({
        inferenceProfileId: id,
        inferenceProfileName: id,
        inferenceProfileArn: `arn:aws:bedrock:${region}:123456789012:inference-profile/${id}`,
        models: [],
        status: 'ACTIVE',
        type: 'SYSTEM_DEFINED',
      })),
    }
  }
  return {
    modelSummaries: models
      .filter((id) => !isProfile(id))
      .map((id) => ({
        modelId: id,
        modelName: id,
        modelArn: `arn:aws:bedrock:${region}::foundation-model/${id}`,
        providerName: id.split('.')[0] ?? '',
        inputModalities: ['TEXT'],
        outputModalities: ['TEXT'],
        inferenceTypesSupported: ['ON_DEMAND'],
        responseStreamingSupported: true,
        customizationsSupported: [],
        modelLifecycle: { status: 'ACTIVE' },
      })),
  }
}
