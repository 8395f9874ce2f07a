/** @file Programs that print a token: whether one may be run, and the person's yes to one. */
import type { TokenCommand } from '@patchbay/provider-core/model'
import { useHost } from '../host.tsx'

export type CommandLine = Pick<TokenCommand, 'program' | 'args'>

/** The host runs no program for a window that it does not know from here or from a saved endpoint. */
export function useTokenCommands() {
  const { client } = useHost()
  return {
    isConfirmed: (command: CommandLine): Promise<boolean> =>
      client.endpoints.isCommandConfirmed(command),
    confirm: (command: CommandLine): Promise<void> => client.endpoints.confirmCommand(command),
  }
}
