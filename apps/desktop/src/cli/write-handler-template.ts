/** @file Writes the files of a new handler into a folder, all or none. */
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ProviderError } from '@patchbay/provider-core'

/**
 * @param folder absolute path; made where it does not exist
 * @returns absolute paths of what was written, the handler first
 * @throws ProviderError when a file of that name is there already: nothing is written then
 */
export async function writeHandlerTemplate(
  folder: string,
  language: 'ts' | 'js',
): Promise<string[]> {
  const { handlerTemplate } = await import('@patchbay/custom-handler')
  const files = handlerTemplate(language).map(({ path, text }) => ({
    file: join(folder, path),
    text,
  }))
  const taken = await Promise.all(files.map(async ({ file }) => ((await exists(file)) ? file : '')))
  const found = taken.filter((file) => file !== '')
  if (found.length > 0) {
    throw new ProviderError({
      code: 'invalid-request',
      message: `${found.join(', ')} ${found.length === 1 ? 'is' : 'are'} there already. Choose another folder. Nothing was written.`,
    })
  }
  try {
    for (const { file, text } of files) {
      await mkdir(dirname(file), { recursive: true })
      // Never over a file that came in the meantime.
      await writeFile(file, text, { flag: 'wx' })
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ProviderError({
      code: 'invalid-request',
      message: `The files cannot be written into ${folder}: ${why}.`,
      cause,
    })
  }
  return files.map(({ file }) => file)
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}
