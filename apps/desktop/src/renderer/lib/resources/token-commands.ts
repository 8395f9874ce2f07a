/** @file Programs that print a token: whether one may be run, and the person's yes to one. */
import type { TokenCommand } from '@patchbay/provider-core/model'
import type { CommandState } from '#contract/shapes'
import { useHost } from '../host.tsx'

export type CommandLine = Pick<TokenCommand, 'program' | 'args'>

/** The host runs no program for a window that it does not know from here or from a saved endpoint. */
export function useTokenCommands() {
  const { client } = useHost()
  return {
    stateOf: (command: CommandLine): Promise<CommandState> =>
      client.endpoints.commandState(command),
    confirm: (command: CommandLine): Promise<boolean> => client.endpoints.confirmCommand(command),
  }
}
