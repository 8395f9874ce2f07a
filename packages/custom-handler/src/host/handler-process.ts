/** @file What a host lends to run handlers in: a process of Node's. Fits `child_process` and Electron's `utilityProcess`. */

/** How a process is to be started. Whoever starts it adds nothing: no environment, no inherited handles. */
export interface ProcessPlan {
  /** Absolute path of the runner's module. */
  readonly module: string
  /** Arguments of Node itself: the permission model, limits of memory. */
  readonly execArgv: readonly string[]
  /** The handler's folder. */
  readonly cwd: string
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>
}

export interface ProcessExit {
  readonly code: number | null
  readonly signal: string | null
}

/** A running process. Messages are lines of JSON, as text: never parsed before their size is known. */
export interface HandlerProcess {
  readonly pid: number | undefined
  /** Sends one message. Nothing happens once the process has ended. */
  send(message: string): void
  onMessage(listener: (message: string) => void): void
  /** What it wrote to stdout and stderr. */
  onOutput(listener: (text: string) => void): void
  /** Called once, also when it could not be started. `reason` tells what went wrong in that case. */
  onExit(listener: (exit: ProcessExit, reason?: string) => void): void
  /** Ends it at once (SIGKILL): it is not asked. */
  kill(): void
}

/** Starts a process. Messages longer than `maxMessageBytes` must end it. */
export type StartProcess = (
  plan: ProcessPlan,
  limits: { readonly maxMessageBytes: number },
) => HandlerProcess
