/** @file What every command gets: the backend, made when first needed, and the ways to speak. */
import { homedir } from 'node:os'
import type { Backend } from '#backend/backend'
import type { Output } from './output.ts'

export interface CommandContext {
  readonly output: Output
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  backend(): Promise<Backend>
  readStandardInput(): Promise<string>
}

/** Loaded when a command needs it: `--version` and `--help` must not pay for the engine. */
export async function openBackend(): Promise<Backend> {
  const [
    { createBackend },
    { createHandlers, findRunnerFolder },
    { createProviderEngine, startDemo },
    { parseEnvironment },
    { createConfFile },
    { version },
  ] = await Promise.all([
    import('#backend/backend'),
    import('#backend/handlers/create-handlers'),
    import('#backend/provider-engine'),
    import('#backend/environment'),
    import('#backend/storage/settings-file'),
    import('#backend/version'),
  ])
  const { home, keychainScope, vault, desktop, discoveryPorts } = parseEnvironment({
    env: process.env,
    platform: process.platform,
    userHome: homedir(),
    cwd: process.cwd(),
  })
  return createBackend({
    home,
    keychainScope,
    version,
    host: 'browser',
    vault,
    settingsFile: createConfFile(home),
    createEngine: createProviderEngine,
    createHandlerRuntime: createHandlers({
      home,
      runnerFolder: findRunnerFolder(import.meta.dirname),
    }),
    startDemo,
    desktop,
    discoveryPorts,
    readVariable: (name) => process.env[name],
  })
}

export async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream)
    text += typeof chunk === 'string' ? chunk : chunk.toString('utf8')
  return text
}
