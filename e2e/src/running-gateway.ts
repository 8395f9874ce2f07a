/** @file `patchbay gateway`, run as a service manager runs it. */
import { spawn } from 'node:child_process'
import { commandFile } from './hosts/app-files.ts'
import { environmentOf } from './hosts/running-app.ts'
import { watchProcess } from './hosts/watch-process.ts'

export interface RunningGateway {
  /** `http://127.0.0.1:PORT`. */
  url: string
  key: string
  output: () => string
  /** Gives the exit code. */
  stop: () => Promise<number | null>
}

/** On a free port. */
export async function startGateway(
  home: string,
  env: Record<string, string> = {},
): Promise<RunningGateway> {
  const child = spawn(process.execPath, [commandFile, 'gateway', '--port', '0', '--json'], {
    env: environmentOf({ home, env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { output, waitFor, ended } = watchProcess(child)
  const [line] = await waitFor(/^\{.*\}$/m)
  const { url, key } = JSON.parse(line) as { url: string; key: string }
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  return { url, key, output, stop }
}
