/** @file The engine of `provider-core`, put together for a host: one socket pool, one set of platforms. */
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import {
  chat,
  checkCapabilities,
  checkEndpoint,
  complete,
  countTokens,
  createPlatforms,
  createSend,
  createTokenCommands,
  embed,
  fetchImage,
  generateImage,
  listModels,
  ProviderError,
  startDemoServer,
  toCurl,
  type CapabilityQuestion,
  type HandlerHost,
  type Machine,
  type ProviderEngine,
} from '@patchbay/provider-core'
import { createGoogleTokenLoader, loadAwsCredentials } from './cloud-credentials.ts'
import type { ChatEvent } from '@patchbay/provider-core/model'
import type { Engine, ModelCall } from './engine.ts'
import { createTokenCommandRunner } from './token-command/run-token-command.ts'

/** @param handlers runs custom handlers; left out where there are none, such as in tests */
export function createProviderEngine(handlers?: HandlerHost): Engine {
  const machine: Machine = {
    readFile: (path) => readFile(path, 'utf8'),
    environment: () => process.env,
  }
  const send = createSend(machine)
  const now = (): Date => new Date()
  const run = createTokenCommandRunner({ env: process.env })
  const loadGoogleToken = createGoogleTokenLoader()
  const platforms = createPlatforms({ now, loadAwsCredentials, loadGoogleToken, handlers })
  const engine: ProviderEngine = {
    send,
    getPlatform: (id) => platforms[id],
    now,
    clock: () => performance.now(),
    machine,
    tokenCommands: createTokenCommands({ now, run }),
    patience: { random: Math.random, wait: (ms, signal) => setTimeout(ms, undefined, { signal }) },
  }
  return {
    chat: (call, options) =>
      unlessRefused(call, { kind: 'chat', request: call.request }, () =>
        chat({ ...call, stream: true }, engine, options),
      ),
    complete: (call, options) =>
      unlessRefused(call, { kind: 'complete' }, () =>
        complete({ ...call, stream: true }, engine, options),
      ),
    async embed(call, options) {
      requireAble(call, { kind: 'embedding' })
      return embed(call, engine, options)
    },
    async generateImage(call, options) {
      requireAble(call, { kind: 'image' })
      return generateImage(call, engine, options)
    },
    fetchImage: (image, options) => fetchImage(image, engine, options),
    async countTokens(call, options) {
      requireAble(call, { kind: 'chat', request: call.request })
      return countTokens(call, engine, options)
    },
    async listModels(resolved, options) {
      const listing = await listModels(resolved, engine, options)
      if (!listing.supported) {
        throw new ProviderError({
          code: 'not-found',
          message:
            'This provider type has no list of models. Type the ids that the endpoint serves.',
        })
      }
      return [...listing.models]
    },
    check: (resolved, options) => checkEndpoint(resolved, engine, options),
    curl: (call) => toCurl({ ...call, stream: true }, engine),
    core: engine,
    close: () => send.close(),
  }
}

/** Every call of every host comes through here: what a known model cannot do is not sent. */
function requireAble(call: ModelCall<unknown>, question: CapabilityQuestion): void {
  const refusal = checkCapabilities(call.route, call.resolved.endpoint, question)
  if (refusal !== undefined) throw refusal
}

/** The reply, or one `error` event. */
async function* unlessRefused(
  call: ModelCall<unknown>,
  question: CapabilityQuestion,
  send: () => AsyncIterable<ChatEvent>,
): AsyncGenerator<ChatEvent> {
  const refusal = checkCapabilities(call.route, call.resolved.endpoint, question)
  if (refusal === undefined) yield* send()
  else yield { type: 'error', error: refusal.toInfo((text) => text) }
}

export async function startDemo(): Promise<{ baseUrl: string; close(): Promise<void> }> {
  return startDemoServer()
}
