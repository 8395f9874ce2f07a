/** @file What a journey knows of the app that it drives, whatever host runs it. */
import type { Page } from '@playwright/test'
import type { StandInRecord } from '../electron-stand-in/records.ts'

export type HostName = 'browser-host' | 'electron-stand-in' | 'electron'

export interface LaunchOptions {
  /** PATCHBAY_HOME. */
  readonly home: string
  /** Over the environment of the tests; `undefined` takes a variable away. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Further words of the command line that starts it. */
  readonly args?: readonly string[] | undefined
}

/** One run of the app, from its start to its end. */
export interface AppRun {
  readonly page: Page
  /** Id of the process that was started; it may have children. */
  readonly processId: number
  /** Standard output and standard error so far. */
  readonly output: () => string
  /** Every message from the host to the window so far, as text. */
  readonly toWindow: readonly string[]
  /** What the stand-in for Electron saw; empty on other hosts. */
  readonly records: readonly StandInRecord[]
  /** Presses a button of the system's own dialog, once it asks; gives what it said. Left out where pages ask. */
  readonly answerQuestion?: (button: number) => Promise<string>
  /** Hands a link over as macOS does. Left out where nothing does. */
  readonly openLink?: (link: string) => void
  /** Ends it as its user would, and waits for that. */
  readonly stop: () => Promise<void>
}

/** Where local servers are looked for: nowhere but here, whatever runs on the machine of the tests. */
export function discoveryPorts(ports: Readonly<Record<string, number>> = {}): string {
  const nowhere = { ollama: 0, 'lm-studio': 0, vllm: 0, 'llama-cpp': 0, litellm: 0 }
  const all: Record<string, number> = { ...nowhere, ...ports }
  return Object.entries(all)
    .map(([name, port]) => `${name}=${port}`)
    .join(',')
}

/** Variables that would lead the app astray are taken away first. */
export function environmentOf({ home, env }: LaunchOptions): NodeJS.ProcessEnv {
  const { PATCHBAY_VAULT: _vault, PATCHBAY_PASSPHRASE: _passphrase, ...rest } = process.env
  const merged: NodeJS.ProcessEnv = {
    ...rest,
    NODE_ENV: 'production',
    PATCHBAY_HOME: home,
    PATCHBAY_DISCOVERY_PORTS: discoveryPorts(),
    ...env,
  }
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete merged[name]
  return merged
}
