/**
 * @file Which programs a window may make this machine run for a token: those that a saved endpoint runs
 * already, and those that the person said yes to since the host started. See docs/decisions/0005.
 */
import { ProviderError } from '@patchbay/provider-core'
import type { EndpointDraft, TokenCommand } from '@patchbay/provider-core/model'
import type { CommandState } from '#contract/shapes'
import type { SettingsStore } from '../storage/settings-store.ts'

/** What is asked about: the program and exactly these arguments. */
export type CommandLine = Pick<TokenCommand, 'program' | 'args'>

export interface ConfirmedCommands {
  /** `confirmed`, or who has to ask: the window, or the host outside of it. */
  state(command: CommandLine): Promise<CommandState>
  /**
   * Takes the window's word that the person agreed, or asks where the host does that itself. A yes is kept
   * for this run of the host; saving the endpoint makes it last.
   */
  confirm(command: CommandLine): Promise<boolean>
  /** Throws `ProviderError('settings')` when the draft would run a program that nobody agreed to. */
  require(draft: EndpointDraft | undefined): Promise<void>
}

/**
 * @param ask how the host asks the person, where no page can draw or answer the question; left out where
 * a page is all that there is
 */
export function createConfirmedCommands(
  settings: Pick<SettingsStore, 'read'>,
  ask?: (command: CommandLine) => Promise<boolean>,
): ConfirmedCommands {
  const agreed = new Set<string>()

  const has = async (command: CommandLine): Promise<boolean> => {
    const key = keyOf(command)
    if (agreed.has(key)) return true
    const { endpoints } = await settings.read()
    return Object.values(endpoints).some(
      ({ auth }) => auth?.command !== undefined && runs(auth) && keyOf(auth.command) === key,
    )
  }

  return {
    async state(command) {
      if (await has(command)) return 'confirmed'
      return ask ? 'host-asks' : 'window-asks'
    },
    async confirm(command) {
      const yes = ask === undefined || (await has(command)) || (await ask(command))
      if (yes) agreed.add(keyOf(command))
      return yes
    },
    async require(draft) {
      const auth = draft?.auth
      if (auth?.command === undefined || !runs(auth) || (await has(auth.command))) return
      throw new ProviderError({
        code: 'settings',
        message: `Nobody has agreed yet that ${auth.command.program} may be run with these arguments.`,
      })
    },
  }
}

/** A command that is kept under another way to authenticate was never agreed to. */
function runs(auth: NonNullable<EndpointDraft['auth']>): boolean {
  return auth.scheme === 'command'
}

function keyOf({ program, args }: CommandLine): string {
  return JSON.stringify([program, args])
}
