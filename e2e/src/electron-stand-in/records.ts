/** @file What the stand-in tells the test process over Node's IPC channel, and what it is told. */

/** Everything that a test may want to look at later; sent as it happens. */
export type StandInRecord =
  | { type: 'browser'; debuggerUrl: string }
  | { type: 'window'; pageUrl: string; webPreferences: Record<string, unknown> }
  | { type: 'ipc'; channel: string; senderUrl: string; ports: number }
  /** A message from the host to the window, as it goes over the port. */
  | { type: 'to-window'; text: string }
  | { type: 'port-closed-by-host' }
  | { type: 'open-external'; url: string }
  | { type: 'window-open'; url: string; action: string }
  | { type: 'will-navigate'; url: string; prevented: boolean }
  | { type: 'permission'; permission: string; granted: boolean }
  | { type: 'privileged-scheme'; scheme: string; privileges: Record<string, unknown> }
  | { type: 'menu'; labels: string[] }
  | { type: 'theme'; source: string }
  | { type: 'sandbox-enabled' }
  | { type: 'protocol-client'; scheme: string }
  | { type: 'error-box'; title: string; content: string }
  /** A process that runs code apart; `env` by names. */
  | { type: 'utility-process'; execArgv: string[]; env: string[] }
  /** A question of the system's own dialog; it waits for the command `answer`. */
  | { type: 'message-box'; message: string; detail: string }

/** What the test process asks for, as a person or the system would. */
export type StandInCommand =
  | { command: 'quit' }
  | { command: 'close-window' }
  /** A link that macOS hands over. */
  | { command: 'open-url'; url: string }
  /** Presses a button of the open message box, by its index. */
  | { command: 'answer'; button: number }

/** Does nothing when the bundle is run by hand, without a test process. */
export function report(record: StandInRecord): void {
  process.send?.(record)
}
