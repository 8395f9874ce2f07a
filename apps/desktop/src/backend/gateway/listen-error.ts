/** @file Why the gateway could not take its port, in words. */
import type { RunningMark } from './running-mark.ts'

export interface ListenProblem {
  readonly problem: string
  /** Another port would help. */
  readonly portRefused: boolean
}

/** @param other the process of this data folder that runs the gateway on the same port */
export function describeListenError(
  error: unknown,
  port: number,
  other: RunningMark | undefined,
): ListenProblem | undefined {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return { problem: `Port ${port} is taken${describeOther(other)}`, portRefused: true }
    case 'EACCES':
    case 'EPERM':
      return {
        problem: `This machine does not let programs of yours use port ${port}. Choose one above 1023.`,
        portRefused: true,
      }
    case 'EADDRNOTAVAIL':
      return {
        problem: 'The address 127.0.0.1 cannot be used on this machine.',
        portRefused: false,
      }
    default:
      return undefined
  }
}

function describeOther(other: RunningMark | undefined): string {
  if (!other) return ' by another program. Choose another port.'
  const where =
    other.startedBy === 'window'
      ? 'the gateway already runs in a Patchbay window'
      : `"patchbay gateway" already runs there (process ${other.processId})`
  return `: ${where}. Use that one, stop it, or choose another port.`
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code))
    return error.code
  return codeOf(error.cause)
}
