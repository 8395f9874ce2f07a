/** @file Looks for a secret in every shape in which it might lie about. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The bytes that would give the value away: plain, UTF-16, base64 at each alignment, in JSON, in a URL. */
export function writeShapes(value: string): Buffer[] {
  const bytes = Buffer.from(value)
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    // What neighbouring bytes share in is cut off at both ends.
    return Buffer.from(text.slice(shift === 0 ? 0 : 4, -4))
  })
  const texts = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(value, 'utf16le'), ...base64]
}

/** @returns names of the values that the content holds in any shape */
export function findLeaks(
  content: Buffer | string,
  canaries: ReadonlyMap<string, string>,
): string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return [...canaries]
    .filter(([, value]) => writeShapes(value).some((shape) => bytes.includes(shape)))
    .map(([name]) => name)
}

/** @returns `file: name` for each value that a file below the folder holds, by content or by name */
export async function findLeaksInFiles(
  folder: string,
  canaries: ReadonlyMap<string, string>,
): Promise<{ leaks: string[]; files: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const leaks: string[] = []
  for (const file of files) {
    const path = join(file.parentPath, file.name)
    const content = await readIfThere(path)
    for (const name of [...findLeaks(content, canaries), ...findLeaks(path, canaries)]) {
      leaks.push(`${path}: ${name}`)
    }
  }
  return { leaks, files: files.length }
}

/** A browser that runs replaces its files: one that went meanwhile holds nothing. */
async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Arguments of every process that can be seen from here. */
export async function readProcessArguments(): Promise<string> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const texts = ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''))
  return (await Promise.all(texts)).join('\n')
}
