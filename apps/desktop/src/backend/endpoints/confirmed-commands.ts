/**
 * @file Which programs a window may make this machine run for a token: those that a saved endpoint runs
 * already, and those that the person said yes to since the host started. See docs/decisions/0005.
 */
import { ProviderError } from '@patchbay/provider-core'
import type { EndpointDraft, TokenCommand } from '@patchbay/provider-core/model'
import type { SettingsStore } from '../storage/settings-store.ts'

/** What is asked about: the program and exactly these arguments. */
export type CommandLine = Pick<TokenCommand, 'program' | 'args'>

export interface ConfirmedCommands {
  has(command: CommandLine): Promise<boolean>
  /** The person agreed. Kept for this run of the host; saving the endpoint makes it last. */
  confirm(command: CommandLine): void
  /** Throws `ProviderError('settings')` when the draft would run a program that nobody agreed to. */
  require(draft: EndpointDraft | undefined): Promise<void>
}

export function createConfirmedCommands(settings: Pick<SettingsStore, 'read'>): ConfirmedCommands {
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
    has,
    confirm: (command) => void agreed.add(keyOf(command)),
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
