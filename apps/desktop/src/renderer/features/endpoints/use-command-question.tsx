/** @file Asks before this machine runs a program for the first time; the host refuses one that was not agreed to. */
import { ConfirmDialog, Facts } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { EndpointDraftInput } from '@patchbay/provider-core/model'
import { writeArgument } from '#contract/write-argument'
import { useTokenCommands, type CommandLine } from '../../lib/resources/token-commands.ts'

interface Question {
  command: CommandLine
  answer: (yes: boolean) => void
}

export interface CommandQuestion {
  /** True when the draft runs no program, or one that was agreed to, now or before. */
  ask: (draft: Pick<EndpointDraftInput, 'auth'>) => Promise<boolean>
  /** Has to be drawn. */
  dialog: ReactElement | null
}

export function useCommandQuestion(): CommandQuestion {
  const commands = useTokenCommands()
  const [question, setQuestion] = useState<Question>()

  async function ask({ auth }: Pick<EndpointDraftInput, 'auth'>): Promise<boolean> {
    if (auth?.scheme !== 'command' || auth.command === undefined) return true
    const command = { program: auth.command.program, args: auth.command.args ?? [] }
    const state = await commands.stateOf(command)
    if (state === 'confirmed') return true
    if (state === 'host-asks') return commands.confirm(command)
    const yes = await new Promise<boolean>((answer) => setQuestion({ command, answer }))
    setQuestion(undefined)
    return yes && commands.confirm(command)
  }

  const dialog = question ? (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) question.answer(false)
      }}
      title="Run this program on your computer?"
      confirmLabel="Allow"
      cancelLabel="Do not run it"
      tone="danger"
      onConfirm={() => question.answer(true)}
    >
      <p className="mb-2">
        It is run as you, without a shell, now and whenever a token is needed. Allow it only if you
        know it.
      </p>
      <Facts facts={factsOf(question.command)} />
    </ConfirmDialog>
  ) : null
  return { ask, dialog }
}

function factsOf({ program, args }: CommandLine) {
  return [
    { name: 'Program', value: writeArgument(program), mono: true },
    ...(args.length === 0 ? [{ name: 'Arguments', value: 'none' }] : []),
    ...args.map((argument, index) => ({
      name: `Argument ${index + 1}`,
      value: writeArgument(argument),
      mono: true,
    })),
  ]
}
