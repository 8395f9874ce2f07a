/** @file Looks at one port of this machine: first for the product that is at home there, then for any other. */
import type { Send } from '@patchbay/provider-core'
import { serverKinds, type ServerKind } from '#contract/discovery-contract'
import {
  isOwnDemo,
  markPaths,
  modelsPath,
  recogniseAs,
  recogniseFormat,
  refusesKey,
  type Answers,
  type Recognised,
} from './recognise.ts'
import { createAsk, type ServerAnswer } from './server-answer.ts'

export interface ProbeOptions {
  readonly send: Send
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly clock: () => number
  /** Milliseconds for what does not answer; a server that did and is not known yet gets them once more. */
  readonly limitMs: number
}

export interface Probed extends Recognised {
  readonly baseUrl: string
  /** Milliseconds to its first answer. */
  readonly answeredMs: number
}

/** Both loopback addresses; a server often has only one of them. */
const hosts = ['127.0.0.1', '[::1]']

/** What listens on a port of this machine, or undefined. Never throws. */
export async function probePort(
  home: ServerKind,
  port: number,
  options: ProbeOptions,
): Promise<Probed | undefined> {
  const found = await Promise.all(
    hosts.map((host) => probeServer(home, `http://${host}:${port}`, options)),
  )
  return found.find((one) => one !== undefined)
}

async function probeServer(
  home: ServerKind,
  origin: string,
  options: ProbeOptions,
): Promise<Probed | undefined> {
  const { clock } = options
  const begun = clock()
  let answeredMs: number | undefined
  const answers = await askAll(origin, [modelsPath, ...markPaths[home]], {
    ...options,
    onAnswer: () => (answeredMs ??= clock() - begun),
  })
  const recognised =
    recogniseAs(home, answers) ?? (await recogniseGuest(home, answers, origin, options))
  if (recognised === undefined || isOwnDemo(answers)) return undefined
  return { ...recognised, baseUrl: `${origin}/v1`, answeredMs: answeredMs ?? 0 }
}

/** What is not the product that is at home on the port. It did answer, so it gets the time once more. */
async function recogniseGuest(
  home: ServerKind,
  first: Answers,
  origin: string,
  options: ProbeOptions,
): Promise<Recognised | undefined> {
  // Whatever lists no models and wants no key is no model server: it is not asked any further.
  if (recogniseFormat(first) === undefined && !refusesKey(first[modelsPath])) return undefined
  const others = serverKinds.filter((kind) => kind !== home)
  const paths = new Set(others.flatMap((kind) => markPaths[kind]))
  const rest = [...paths].filter((path) => !Object.hasOwn(first, path))
  const answers = { ...first, ...(await askAll(origin, rest, options)) }
  for (const kind of others) {
    const recognised = recogniseAs(kind, answers)
    if (recognised !== undefined) return recognised
  }
  return recogniseFormat(answers)
}

async function askAll(
  origin: string,
  paths: readonly string[],
  options: ProbeOptions & { readonly onAnswer?: () => void },
): Promise<Answers> {
  const { send, limitMs } = options
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(limitMs)])
  const ask = createAsk(send, origin, signal, limitMs)
  const entries = await Promise.all(
    paths.map(async (path): Promise<[string, ServerAnswer | undefined]> => {
      const answer = await ask(path)
      if (answer !== undefined) options.onAnswer?.()
      return [path, answer]
    }),
  )
  return Object.fromEntries(entries)
}
