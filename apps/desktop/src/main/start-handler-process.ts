/**
 * @file Processes of custom handlers under Electron: its utility processes, which take Node's own flags while
 * `runAsNode` stays off. Only the stand-in has run this so far, never Electron itself.
 */
import type { UtilityProcess, utilityProcess } from 'electron'
import type { HandlerProcess, StartProcess } from '@patchbay/custom-handler'

type Fork = (typeof utilityProcess)['fork']

/** @param kill ends a process at once: Electron's own way only asks it to end */
export function createHandlerProcessStarter(
  fork: Fork,
  kill: (pid: number) => void = (pid) => process.kill(pid, 'SIGKILL'),
): StartProcess {
  return (plan, { maxMessageBytes }) => {
    const child = fork(plan.module, [], {
      execArgv: [...plan.execArgv],
      cwd: plan.cwd,
      env: { ...plan.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: 'Patchbay custom handler',
    })
    return adoptProcess(child, maxMessageBytes, kill)
  }
}

function adoptProcess(
  child: UtilityProcess,
  maxMessageBytes: number,
  kill: (pid: number) => void,
): HandlerProcess {
  let ended = false
  const end = (): void => {
    if (ended) return
    try {
      if (child.pid !== undefined) kill(child.pid)
    } catch {
      // It ended by itself in the meantime.
    }
    child.kill()
  }
  child.once('exit', () => (ended = true))
  return {
    get pid() {
      return child.pid
    },
    send(message) {
      // A process has no origin.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      if (!ended) child.postMessage(message)
    },
    onMessage(listener) {
      child.on('message', (message: unknown) => {
        // Whatever is not one of the runner's messages is not from the runner.
        if (typeof message !== 'string' || message.length > maxMessageBytes) return end()
        listener(message)
      })
    },
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => listener(chunk.toString('utf8')))
      }
    },
    onExit(listener) {
      let reason: string | undefined
      child.once('error', (type: string, location: string) => {
        reason = `${type} at ${location}`
      })
      child.once('exit', (code) => listener({ code, signal: null }, reason))
    },
    kill: end,
  }
}
