import { ProviderError } from '@patchbay/provider-core'
import { opendir, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** More entries than this are no folder of a handler. */
const maxEntries = 100_000

/**
 * Node's permission model follows links that are there already, wherever they lead: a handler would see what
 * is behind them.
 *
 * @throws ProviderError `handler` for the first link out of the folder
 */
export async function refuseOutsideLinks(folder: string): Promise<void> {
  let entries = 0
  for await (const entry of await opendir(folder, { recursive: true })) {
    entries += 1
    if (entries > maxEntries)
      throw new ProviderError({
        code: 'handler',
        message: `${folder} holds more than ${maxEntries} files. Give the handler a folder of its own.`,
      })
    if (!entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const target = await realpath(path).catch(() => undefined)
    if (target === undefined || `${target}${sep}`.startsWith(folder + sep)) continue
    throw new ProviderError({
      code: 'handler',
      message: `${relative(folder, path)} is a link out of the handler's folder, through which it would see what is there. Copy it, or remove the link.`,
    })
  }
}
