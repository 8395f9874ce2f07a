/** @file The strict fake: a loopback server that checks every request as a real provider would. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createCertificate } from '../network/certificates.ts'
import { createServiceAccount } from '../network/service-account.ts'
import { createAnthropicProfile } from '../profiles/anthropic.ts'
import { createAzureProfile } from '../profiles/azure.ts'
import { createBedrockProfile } from '../profiles/bedrock.ts'
import { createGoogleProfile } from '../profiles/google.ts'
import { createOpenAIProfile } from '../profiles/openai.ts'
import type { EncodedError, Expectations, Operation, Profile } from '../profiles/profile.ts'
import { createVertexProfile } from '../profiles/vertex.ts'
import { createAnswerWriter } from './answer-writer.ts'
import { resolveMagicModel, type Behaviour } from './behaviour.ts'
import type { StrictUpstreamOptions } from './options.ts'
import { RefusedRequest, type Refusal } from './refusal.ts'
import { readSeenRequest, type RequestEnd, type SeenRequest } from './seen-request.ts'
import { sendAnswer, sendError } from './send-answer.ts'

export interface StrictUpstream {
  /** Scheme, host and port. */
  url: string
  /** What a client must be told to pass. */
  expectations: Expectations
  /** Every request, in the order in which its body was complete. */
  requests: SeenRequest[]
  /** What was refused and why. Empty when the client did everything right. */
  refusals: Refusal[]
  /** PEM of the authority that a client must trust; only when started with `tls`. */
  caPem?: string
  /** What generation requests get from now on. */
  setBehaviour(behaviour: Behaviour): void
  setModelListBehaviour(behaviour: Behaviour): void
  /** Token endpoint of `google-vertex`. */
  setTokenBehaviour(behaviour: Behaviour): void
  /** What the next generation requests get, one each, before the set behaviour holds again. */
  queueBehaviours(...behaviours: Behaviour[]): void
  /** Drops what was queued and not asked for. */
  clearQueue(): void
  /** The first request, past or to come, that fits. Resolves after its checks. */
  waitForRequest(fits?: (request: SeenRequest) => boolean): Promise<SeenRequest>
  /** Closes every socket and the port. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts a strict fake of one spec on 127.0.0.1. */
export async function startStrictUpstream(options: StrictUpstreamOptions): Promise<StrictUpstream> {
  const certificate = options.tls === undefined ? undefined : createCertificate(options.tls)
  const listener = (message: IncomingMessage, response: ServerResponse) => {
    void handle(message, response)
  }
  const server =
    certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener)
  server.listen(options.port ?? 0, '127.0.0.1')
  await new Promise((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port } = server.address() as AddressInfo
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  const profile = await createProfile(options, url)

  const requests: SeenRequest[] = []
  const refusals: Refusal[] = []
  const checked = new Set<SeenRequest>()
  const waiters = new Set<() => void>()
  const queue: Behaviour[] = []
  const behaviours: Record<Exclude<Operation['kind'], 'answer'>, Behaviour> = {
    generate: options.behaviour ?? { kind: 'reply' },
    list: options.modelListBehaviour ?? { kind: 'reply' },
    token: (options.spec === 'google-vertex' && options.tokenBehaviour) || { kind: 'reply' },
  }
  let isClosing = false

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    let isBrokenOff = false
    const ended = new Promise<RequestEnd>((resolve) => {
      response.once('close', () => {
        const isOurs = isBrokenOff || isClosing
        const how = response.writableFinished ? 'finished' : isOurs ? 'broken-off' : 'aborted'
        resolve({ how, at: performance.now() })
      })
    })
    const request = await readSeenRequest(message, ended).catch(() => undefined)
    if (request === undefined) return
    request.index = requests.push(request) - 1
    const outcome = await checkRequest(request)
    checked.add(request)
    for (const wake of waiters) wake()
    const behaviour = 'operation' in outcome ? pickBehaviour(outcome.operation) : undefined
    const writer = createAnswerWriter(response, behaviour ?? {}, () => {
      isBrokenOff = true
    })
    if ('error' in outcome) return sendError(writer, outcome.error)
    await sendAnswer(writer, profile, request, outcome.operation, behaviour ?? { kind: 'reply' })
  }

  async function checkRequest(
    request: SeenRequest,
  ): Promise<{ operation: Operation } | { error: EncodedError }> {
    try {
      const operation = await profile.check(request)
      request.operation = operation.name
      if (operation.kind === 'generate') request.model = operation.call.model
      if (operation.kind === 'answer') request.model = operation.model
      return { operation }
    } catch (error) {
      const { code, status, message } = toRefusedRequest(error)
      const encoded = profile.encodeError(status, message, request, code)
      refusals.push({ code, status: encoded.status, message, request })
      return { error: encoded }
    }
  }

  function pickBehaviour(operation: Operation): Behaviour {
    if (operation.kind === 'answer') return queue.shift() ?? behaviours.generate
    if (operation.kind !== 'generate') return behaviours[operation.kind]
    return queue.shift() ?? resolveMagicModel(operation.call.model) ?? behaviours.generate
  }

  const close = async (): Promise<void> => {
    isClosing = true
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }

  return {
    url,
    expectations: profile.expectations,
    requests,
    refusals,
    ...(certificate === undefined ? {} : { caPem: certificate.caPem }),
    setBehaviour(behaviour) {
      behaviours.generate = behaviour
    },
    setModelListBehaviour(behaviour) {
      behaviours.list = behaviour
    },
    setTokenBehaviour(behaviour) {
      behaviours.token = behaviour
    },
    queueBehaviours(...added) {
      queue.push(...added)
    },
    clearQueue() {
      queue.length = 0
    },
    waitForRequest(fits = () => true) {
      return new Promise((resolve) => {
        const look = () => {
          const found = requests.find((request) => checked.has(request) && fits(request))
          if (found === undefined) return
          waiters.delete(look)
          resolve(found)
        }
        waiters.add(look)
        look()
      })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A path whose percent signs cannot be decoded is the client's fault; all else is the fake's own. */
function toRefusedRequest(error: unknown): RefusedRequest {
  if (error instanceof RefusedRequest) return error
  if (error instanceof URIError) return new RefusedRequest('path', 400, error.message)
  throw error
}

async function createProfile(options: StrictUpstreamOptions, origin: string): Promise<Profile> {
  switch (options.spec) {
    case 'anthropic':
      return createAnthropicProfile(options, origin)
    case 'openai-chat-completions':
    case 'openai-responses':
      return createOpenAIProfile(options, origin)
    case 'google':
      return createGoogleProfile(options, origin)
    case 'azure':
      return createAzureProfile(options, origin)
    case 'amazon-bedrock':
      return createBedrockProfile(options, origin)
    case 'google-vertex': {
      const { projectId } = options
      const account =
        options.serviceAccount ??
        (await createServiceAccount({ tokenUri: `${origin}/token`, projectId }))
      return createVertexProfile(options, origin, account)
    }
  }
}
