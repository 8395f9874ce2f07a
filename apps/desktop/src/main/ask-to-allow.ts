/**
 * @file The question whether a custom handler may run, and for its file, asked by the system's own dialogs:
 * a page, whatever became of it, can neither draw nor answer the first one.
 */
import type { Dialog } from 'electron'
import type { HandlerManifest } from '#backend/handlers/confirmed-handlers'
import { writeArgument } from '#contract/write-argument'

/** More do not fit on a screen; their number is told, and the hash covers them. */
const mostFiles = 12

export async function askToAllow(
  dialog: Pick<Dialog, 'showMessageBox'>,
  { file, hash, files }: HandlerManifest,
): Promise<boolean> {
  const others = files.length - mostFiles
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Patchbay',
    message: 'Let this custom handler run on your computer?',
    detail: [
      `File: ${writeArgument(file)}`,
      `Hash: ${hash}`,
      '',
      'It consists of:',
      ...files.slice(0, mostFiles).map(({ path }) => `  ${writeArgument(path)}`),
      ...(others > 0 ? [`  and ${others} more`] : []),
      '',
      'It is run in a process apart: it sees its own folder, the network that you allow, and the secrets that you give it. Allow it only if you know what it does. When a file changes, you are asked again.',
    ].join('\n'),
    buttons: ['Do not allow', 'Allow'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}

/** @returns nothing when the dialog was left without a choice */
export async function chooseHandlerFile(
  dialog: Pick<Dialog, 'showOpenDialog'>,
): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Choose a handler file',
    properties: ['openFile'],
    filters: [
      { name: 'JavaScript and TypeScript', extensions: ['ts', 'mts', 'js', 'mjs'] },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  return canceled ? undefined : filePaths[0]
}
