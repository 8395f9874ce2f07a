import { ProviderError } from '@patchbay/provider-core'
import { opendir, readlink, realpath } from 'node:fs/promises'
import { join, normalize, relative, resolve, sep } from 'node:path'

/** More entries than this are no folder of a handler. */
const maxEntries = 100_000

/**
 * Node's permission model follows links that are there already, wherever they lead: a handler would see what
 * is behind them. One that leads nowhere yet can be written through, or lead somewhere later.
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
    const named = await readlink(path).catch(() => undefined)
    const target = await realpath(path).catch(() => undefined)
    const isInside = (at: string): boolean => `${at}${sep}`.startsWith(folder + sep)
    if (
      named !== undefined &&
      isInside(resolve(entry.parentPath, named)) &&
      isPlain(named) &&
      (target === undefined || isInside(target))
    )
      continue
    throw new ProviderError({
      code: 'handler',
      message: `${relative(folder, path)} is a link out of the handler's folder, through which it would see what is there. Copy it, or remove the link.`,
    })
  }
}

/** Ways up stand in front only: behind a name they depend on what that name leads to, now and later. */
function isPlain(path: string): boolean {
  const trim = (text: string): string =>
    text.endsWith(sep) && text.length > 1 ? text.slice(0, -1) : text
  const plain = path.startsWith(`.${sep}`) ? path.slice(2) : path
  return trim(normalize(plain)) === trim(plain)
}
