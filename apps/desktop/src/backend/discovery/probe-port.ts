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
import { createAsk, type Ask, type ServerAnswer } from './server-answer.ts'

export interface ProbeOptions {
  readonly send: Send
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly clock: () => number
  /** Milliseconds for the whole port; what did not answer by then is not there. */
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
  { send, signal, clock, limitMs }: ProbeOptions,
): Promise<Probed | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  const found = await Promise.all(
    hosts.map(async (host): Promise<Probed | undefined> => {
      const origin = `http://${host}:${port}`
      const begun = clock()
      let answeredMs: number | undefined
      const askOnce = createAsk(send, origin, limit, limitMs)
      const ask: Ask = async (path) => {
        const answer = await askOnce(path)
        answeredMs ??= clock() - begun
        return answer
      }
      const recognised = await probeServer(home, ask)
      return recognised && { ...recognised, baseUrl: `${origin}/v1`, answeredMs: answeredMs ?? 0 }
    }),
  )
  return found.find((one) => one !== undefined)
}

async function probeServer(home: ServerKind, ask: Ask): Promise<Recognised | undefined> {
  const first = await askAll(ask, [modelsPath, ...markPaths[home]])
  if (isOwnDemo(first)) return undefined
  const expected = recogniseAs(home, first)
  if (expected !== undefined) return expected
  const list = first[modelsPath]
  // Whatever it is, it is no model server: it is not asked any further.
  if (list === undefined || (recogniseFormat(first) === undefined && !refusesKey(list))) {
    return undefined
  }
  const others = serverKinds.filter((kind) => kind !== home)
  const paths = new Set(others.flatMap((kind) => markPaths[kind]))
  const rest = [...paths].filter((path) => !Object.hasOwn(first, path))
  const answers = { ...first, ...(await askAll(ask, rest)) }
  for (const kind of others) {
    const recognised = recogniseAs(kind, answers)
    if (recognised !== undefined) return recognised
  }
  return recogniseFormat(answers)
}

async function askAll(ask: Ask, paths: readonly string[]): Promise<Answers> {
  const entries = await Promise.all(
    paths.map(async (path): Promise<[string, ServerAnswer | undefined]> => [path, await ask(path)]),
  )
  return Object.fromEntries(entries)
}
