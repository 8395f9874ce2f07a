/** @file A passphrase from the environment, or typed on the terminal without being shown. Never an argument. */
import { ProviderError } from '@patchbay/provider-core'

export interface PassphraseSource {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where it is typed; asked only where it is a terminal. */
  readonly terminal: NodeJS.ReadStream
  readonly prompt: NodeJS.WritableStream
}

/**
 * @param variable Name of the variable that holds it.
 * @returns What the variable holds, else what was typed. Throws `ProviderError('invalid-request')` where
 *   neither can be had.
 */
export async function readPassphrase(
  variable: string,
  question: string,
  { env, terminal, prompt }: PassphraseSource,
): Promise<string> {
  const given = env[variable]
  if (given !== undefined && given !== '') return given
  if (!terminal.isTTY) {
    throw new ProviderError({
      code: 'invalid-request',
      message: `A passphrase is needed and there is no terminal to type it on. Set ${variable}.`,
    })
  }
  prompt.write(`${question} `)
  try {
    return await typeHidden(terminal)
  } finally {
    prompt.write('\n')
  }
}

function typeHidden(terminal: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = ''
    const stop = (): void => {
      terminal.off('data', take)
      terminal.setRawMode(false)
      terminal.pause()
    }
    const take = (data: Buffer): void => {
      for (const character of data.toString('utf8')) {
        if (character === '\r' || character === '\n' || character === '\u0004') {
          stop()
          resolve(typed)
          return
        }
        if (character === '\u0003') {
          stop()
          reject(new ProviderError({ code: 'aborted', message: 'Stopped.' }))
          return
        }
        if (character === '\u007F' || character === '\b') typed = [...typed].slice(0, -1).join('')
        else typed += character
      }
    }
    terminal.setRawMode(true)
    terminal.on('data', take)
    terminal.resume()
  })
}
