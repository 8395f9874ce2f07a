/** @file A handler for tests: its files in a folder of its own, run in a real process. */
import {
  chat,
  type ProviderEngine,
  createPlatforms,
  type SendResponse,
} from '@patchbay/provider-core'
import {
  endpointSchema,
  type ChatEvent,
  type Endpoint,
  type ResolvedEndpoint,
  type SecretValues,
} from '@patchbay/provider-core/model'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createHandlerHost } from '../host/create-handler-host.ts'
import { findRunner } from '../host/find-runner.ts'
import type { CustomHandlerHost, HandlerHostOptions } from '../host/handler-host-options.ts'
import type { HandlerLimits } from '../host/handler-limits.ts'
import type { HandlerProcess } from '../host/handler-process.ts'
import { createProcessStarter } from '../host/start-process.ts'

export interface TestHost {
  readonly host: CustomHandlerHost
  /** Every process that was started, ended ones too. */
  readonly processes: HandlerProcess[]
  /** Hashes that are allowed; `undefined` allows everything. */
  confirmed: Set<string> | undefined
}

/** A host whose processes are real; closed when the test ends. */
export function openHost(
  limits: Partial<HandlerLimits> = {},
  options: Partial<HandlerHostOptions> = {},
): TestHost {
  const startProcess = createProcessStarter()
  const processes: HandlerProcess[] = []
  const test: TestHost = {
    processes,
    confirmed: undefined,
    host: createHandlerHost({
      runner: findRunner(),
      isConfirmed: (_, hash) => test.confirmed?.has(hash) ?? true,
      startProcess: (plan, settings) => {
        const child = startProcess(plan, settings)
        processes.push(child)
        return child
      },
      now: () => new Date(),
      limits,
      ...options,
    }),
  }
  onTestFinished(() => test.host.close())
  return test
}

/** Writes files into a new folder; gives the folder. */
export async function writeHandler(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'patchbay-handler-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

export interface TestEndpoint {
  readonly id?: string | undefined
  readonly network?: 'any' | readonly string[] | undefined
  readonly secrets?: SecretValues | undefined
  readonly fields?: Partial<Endpoint> | undefined
}

export function endpointOf(file: string, settings: TestEndpoint = {}): ResolvedEndpoint {
  const at = '2026-11-21T00:00:00Z'
  const { id = 'one', network = [], secrets = {}, fields = {} } = settings
  return {
    endpoint: endpointSchema.parse({
      id,
      name: 'My handler',
      spec: 'custom-handler',
      handler: { file, network },
      createdAt: at,
      updatedAt: at,
      ...fields,
    }),
    secrets,
  }
}

/** A handler of one file, ready to be asked. */
export async function resolveHandler(
  code: string,
  settings: TestEndpoint & { readonly name?: string } = {},
): Promise<ResolvedEndpoint> {
  const { name = 'handler.mjs' } = settings
  const folder = await writeHandler({ [name]: code })
  return endpointOf(join(folder, name), settings)
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly body: Record<string, unknown>
}

/** Asks as the engine does, and reads the whole answer. */
export async function ask(
  { host }: Pick<TestHost, 'host'>,
  resolved: ResolvedEndpoint,
  body: Readonly<Record<string, unknown>> = {},
  options: { readonly path?: string; readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  const response = await open({ host }, resolved, body, options)
  let text = ''
  const decoder = new TextDecoder()
  for await (const part of response.body) text += decoder.decode(part, { stream: true })
  const isJson = response.headers['content-type'] === 'application/json'
  return {
    status: response.status,
    text,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  }
}

/** The same, with the body unread. */
export function open(
  { host }: Pick<TestHost, 'host'>,
  resolved: ResolvedEndpoint,
  body: Readonly<Record<string, unknown>> = {},
  options: { readonly path?: string; readonly signal?: AbortSignal } = {},
): Promise<SendResponse> {
  const { path = '/chat/completions', signal = new AbortController().signal } = options
  const messages = [{ role: 'user', content: 'Hello' }]
  return host.answer(resolved, {
    method: 'POST',
    url: new URL(`patchbay-handler:${path}`),
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify({ model: 'my-model', messages, ...body })),
    signal,
    timeouts: resolved.endpoint.timeouts,
  })
}

/** The text of a chat completion. */
export function textOf({ body }: Pick<Answer, 'body'>): unknown {
  const [choice] = (body['choices'] ?? []) as { message?: { content?: unknown } }[]
  return choice?.message?.content
}

/** An error's fields. */
export function errorOf({ body }: Pick<Answer, 'body'>): {
  message: string
  stack?: string
  code?: string
} {
  return body['error'] as { message: string; stack?: string; code?: string }
}

/** The events of a chat through the whole engine. */
export async function chatWith(
  { host }: Pick<TestHost, 'host'>,
  resolved: ResolvedEndpoint,
  { text = 'Hello', stream = true } = {},
): Promise<ChatEvent[]> {
  const events: ChatEvent[] = []
  for await (const event of chat(
    {
      route: { dialect: 'openai-chat', upstreamModelId: 'my-model' },
      resolved,
      request: { messages: [{ role: 'user', content: [{ type: 'text', text }] }] },
      stream,
    },
    engineOf(host),
    { signal: new AbortController().signal },
  ))
    events.push(event)
  return events
}

/** An engine without a network. */
export function engineOf(host: CustomHandlerHost): ProviderEngine {
  const now = (): Date => new Date()
  const platforms = createPlatforms({ now, handlers: host })
  return {
    send: () => Promise.reject(new Error('The network was used.')),
    now,
    clock: () => performance.now(),
    getPlatform: (id) => platforms[id],
  }
}
