/** @file The command line, run as scripts run it. */
import { spawn } from 'node:child_process'
import type { EndpointInput } from '@patchbay/provider-core/testing'
import { commandFile } from './hosts/app-files.ts'
import { environmentOf } from './hosts/running-app.ts'

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

export interface CommandSurroundings {
  home: string
  /** Standard input. */
  input?: unknown
  env?: Record<string, string | undefined>
}

/** @param surroundings.input text as it is; anything else as JSON */
export function runPatchbay(
  args: string[],
  surroundings: CommandSurroundings,
): Promise<CommandResult> {
  const { home, input, env = {} } = surroundings
  const child = spawn(process.execPath, [commandFile, ...args], {
    env: environmentOf({ home, env }),
    stdio: 'pipe',
  })
  const result: CommandResult = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (part: Buffer) => (result.stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (result.stderr += part.toString()))
  child.stdin.end(typeof input === 'string' ? input : JSON.stringify(input ?? ''))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ ...result, code }))
  })
}

/** Sets a custom provider up before the app is started, for journeys about something else. */
export async function addEndpoint(
  home: string,
  endpoint: EndpointInput & Record<string, unknown>,
  env?: Record<string, string | undefined>,
): Promise<{ id: string }> {
  const surroundings = { home, input: endpoint, ...(env ? { env } : {}) }
  const { code, stdout, stderr } = await runPatchbay(
    ['endpoint', 'add', '-', '--json'],
    surroundings,
  )
  if (code !== 0) throw new Error(`endpoint add ended with ${code}: ${stderr}`)
  return JSON.parse(stdout) as { id: string }
}
