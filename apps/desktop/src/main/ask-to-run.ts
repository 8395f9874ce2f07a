/**
 * @file The question whether a program may be run for a token, asked by the system's own dialog: a page,
 * whatever became of it, can neither draw nor answer it.
 */
import type { Dialog } from 'electron'
import type { CommandLine } from '#backend/endpoints/confirmed-commands'
import { writeArgument } from '#contract/write-argument'

const longest = 4000

export async function askToRun(
  dialog: Pick<Dialog, 'showMessageBox'>,
  { program, args }: CommandLine,
): Promise<boolean> {
  const lines = [program, ...args].map(writeArgument)
  // What does not fit on a screen cannot be agreed to.
  if (lines.join('').length > longest) return false
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Patchbay',
    message: 'Run this program on your computer?',
    detail: [
      `Program: ${lines[0]}`,
      ...lines.slice(1).map((line, index) => `Argument ${index + 1}: ${line}`),
      '',
      'It is run as you, without a shell, now and whenever a token is needed. Allow it only if you know it.',
    ].join('\n'),
    buttons: ['Do not run it', 'Allow'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}
