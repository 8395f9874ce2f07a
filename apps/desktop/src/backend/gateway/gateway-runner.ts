/** @file The gateway's life in this process: started and stopped one after the other, and what its state is. */
import type { Gateway, GatewayHost } from '@patchbay/gateway'
import { toErrorInfo } from '@patchbay/provider-core'
import type { GatewayStatus } from '#contract/gateway-shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { GatewayKeys } from './gateway-keys.ts'
import { describeListenError, type ListenProblem } from './listen-error.ts'
import type { RunningMark, RunningMarks } from './running-mark.ts'

/** What a command says in place of the settings. */
export interface StartChoices {
  /** 0 picks a free one. */
  readonly port?: number | undefined
  /** False: this run asks for no key. */
  readonly requireKey?: boolean | undefined
  readonly startedBy?: RunningMark['startedBy']
}

/** One run's surroundings. */
export interface RunHost {
  readonly host: GatewayHost
  close(): void
}

export interface GatewayRunnerOptions {
  readonly settings: Pick<SettingsStore, 'read'>
  readonly changes: ChangeHub
  readonly keys: Pick<GatewayKeys, 'ensure'>
  readonly marks: RunningMarks
  readonly version: string
  readonly now: () => Date
  readonly createHost: (choices: StartChoices) => RunHost
}

export interface GatewayRunner {
  status(): Promise<GatewayStatus>
  /** A port that is taken, or a key that cannot be made, is the status's `problem`. */
  start(choices?: StartChoices): Promise<GatewayStatus>
  /**
   * Goes on at another port, of which the old one is let go only once the new one is had. A port that cannot be
   * had is the answer, and everything stays as it is.
   *
   * @param keep Keeps the port where the next start looks for it; when it fails everything stays as it is, too.
   */
  moveTo(port: number, keep: () => Promise<void>): Promise<ListenProblem | undefined>
  /** @param graceMs for requests that run */
  stop(graceMs?: number): Promise<GatewayStatus>
  /** Address of the running gateway. */
  url(): string | undefined
}

interface Run {
  readonly gateway: Gateway
  readonly choices: StartChoices
  readonly since: string
  /** @param graceMs for requests that run */
  close(graceMs: number): Promise<void>
}

const usualGraceMs = 3000

export function createGatewayRunner(options: GatewayRunnerOptions): GatewayRunner {
  const { settings, changes, keys, marks, now } = options
  let run: Run | undefined
  let problem: ListenProblem | undefined
  let queue: Promise<unknown> = Promise.resolve()

  /** A second click never meets a gateway that is half started. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work)
    queue = next.catch(() => undefined)
    return next
  }

  const status = async (): Promise<GatewayStatus> => {
    const { keys: _keys, aliases: _aliases, ...shown } = (await settings.read()).gateway
    return {
      state: run ? 'running' : 'stopped',
      ...(run ? { url: run.gateway.url, since: run.since } : {}),
      ...(problem ? { problem: problem.problem } : {}),
      ...(problem?.portRefused ? { portRefused: true as const } : {}),
      settings: shown,
    }
  }

  /** The gateway runs without a key while the vault is locked: it says so to its clients, too. */
  const makeFirstKey = async (): Promise<void> => {
    problem = undefined
    try {
      await keys.ensure()
    } catch (error) {
      problem = {
        problem: `No key can be used yet. ${toErrorInfo(error).message}`,
        portRefused: false,
      }
    }
  }

  const open = async (choices: StartChoices): Promise<Run | ListenProblem> => {
    const port = choices.port ?? (await settings.read()).gateway.port
    const { createGateway } = await import('@patchbay/gateway')
    const { host, close } = options.createHost(choices)
    let gateway: Gateway
    try {
      gateway = await createGateway({ host, port, version: options.version })
    } catch (error) {
      close()
      const refused = describeListenError(error, port, await marks.find(port))
      if (!refused) throw error
      return refused
    }
    const stopWaiting = changes.listen((topics) => {
      if (problem && topics.includes('vault'))
        void inTurn(async () => {
          if (run?.gateway !== gateway) return
          await makeFirstKey()
          changes.emit('gateway')
        })
    })
    return {
      gateway,
      choices,
      since: now().toISOString(),
      close: async (graceMs) => {
        stopWaiting()
        await gateway.close(graceMs)
        close()
      },
    }
  }

  const putMark = ({ gateway, choices }: Run): Promise<void> =>
    marks
      .put({ port: gateway.port, startedBy: choices.startedBy ?? 'window' })
      // It only explains a taken port to others.
      .catch(() => undefined)

  return {
    status,
    start: (choices = {}) =>
      inTurn(async () => {
        if (!run) {
          const opened = await open(choices)
          run = 'gateway' in opened ? opened : undefined
          problem = 'gateway' in opened ? undefined : opened
          if (run) await putMark(run)
          if (run && choices.requireKey !== false) await makeFirstKey()
          changes.emit('gateway')
        }
        return status()
      }),
    moveTo: (port, keep) =>
      inTurn(async () => {
        const before = run
        if (before === undefined || before.gateway.port === port) {
          await keep()
          return undefined
        }
        const opened = await open({ ...before.choices, port })
        if (!('gateway' in opened)) return opened
        try {
          await keep()
        } catch (error) {
          await opened.close(0)
          throw error
        }
        run = opened
        await putMark(opened)
        // Its requests have their time; whoever stops the gateway meanwhile waits for them, too.
        void inTurn(() => before.close(usualGraceMs))
        changes.emit('gateway')
        return undefined
      }),
    stop: (graceMs = usualGraceMs) =>
      inTurn(async () => {
        const stopping = run
        problem = undefined
        run = undefined
        if (stopping) {
          await stopping.close(graceMs)
          await marks.remove()
          changes.emit('gateway')
        }
        return status()
      }),
    url: () => run?.gateway.url,
  }
}
