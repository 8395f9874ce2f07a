/** @file Reads what a handler would load: its own modules by their imports, packages of its `node_modules` whole. */
import { ProviderError } from '@patchbay/provider-core'
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { listPackages } from './list-packages.ts'
import { refuseOutsideLinks } from './refuse-outside-links.ts'
import { readSpecifiers } from './read-specifiers.ts'
import { resolveLocal } from './resolve-local.ts'
import type { HandlerManifest, ManifestFile } from './manifest.ts'

export const maxFiles = 5_000
export const maxBytes = 64 * 1024 * 1024

/** Absolute path, size and time of what a manifest was made of: where all are the same, it holds. */
export type Fingerprint = ReadonlyMap<string, string>

export interface Inspection {
  readonly manifest: HandlerManifest
  readonly fingerprint: Fingerprint
}

export function refuse(message: string, cause?: unknown): ProviderError {
  return new ProviderError({ code: 'handler', message, cause })
}

/**
 * @param path absolute path of the entry
 * @param protectedFolders folders that may not lie in the handler's own
 * @throws ProviderError `handler`
 */
export async function inspectHandler(
  path: string,
  protectedFolders: readonly string[] = [homedir()],
): Promise<Inspection> {
  if (!isAbsolute(path)) throw refuse('Give the whole path of the file, from the root on.')
  if (!/\.(js|mjs|cjs|ts|mts|cts)$/.test(path))
    throw refuse(
      'A handler is a JavaScript or TypeScript file: .js, .mjs, .cjs, .ts, .mts or .cts.',
    )
  const file = await realpath(path).catch((error: unknown) => {
    throw refuse(`There is no file ${path}. Choose the file of your handler.`, error)
  })
  if (!(await stat(file)).isFile())
    throw refuse(`${path} is not a file. Choose the file of your handler.`)
  const folder = dirname(file)
  await refuseWideFolder(folder, protectedFolders)
  await refuseOutsideLinks(folder)
  const found = await walk(file, folder)
  const [entry, ...others] = found.files
  const files = [
    ...(entry ? [entry] : []),
    ...others.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  ]
  const hash = createHash('sha256')
  for (const each of files) hash.update(`${each.path}\0${each.sha256}\n`)
  return {
    manifest: { file, folder, files, hash: hash.digest('hex') },
    fingerprint: found.fingerprint,
  }
}

/** Whether nothing of it changed on the disk. */
export async function isCurrent({ fingerprint }: Inspection): Promise<boolean> {
  const same = await Promise.all(
    [...fingerprint].map(async ([path, mark]) => (await markOf(path)) === mark),
  )
  return !same.includes(false)
}

async function markOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(path)
    return `${size} ${mtimeMs} ${ctimeMs} ${ino}`
  } catch {
    return 'none'
  }
}

async function refuseWideFolder(
  folder: string,
  protectedFolders: readonly string[],
): Promise<void> {
  for (const path of [resolve('/'), ...protectedFolders]) {
    const real = await realpath(path).catch(() => path)
    if (real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep))
      throw refuse(
        `A handler sees all of its folder, and ${folder} holds more than a handler. Move it to a folder of its own.`,
      )
  }
}

async function walk(
  entry: string,
  folder: string,
): Promise<{ files: ManifestFile[]; fingerprint: Map<string, string> }> {
  const files: ManifestFile[] = []
  const fingerprint = new Map<string, string>()
  const seen = new Set<string>()
  const packages = new Set<string>()
  let bytes = 0

  const add = async (path: string): Promise<Buffer> => {
    fingerprint.set(path, await markOf(path))
    const content = await readFile(path).catch((error: unknown) => {
      throw refuse(`${relative(folder, path)} cannot be read.`, error)
    })
    bytes += content.length
    if (files.length >= maxFiles || bytes > maxBytes)
      throw refuse(
        `This handler loads more than ${maxFiles} files or ${maxBytes / 2 ** 20} MB, too much to confirm. Bundle it into one file, or use fewer packages.`,
      )
    files.push({
      path: relative(folder, path).split(sep).join('/'),
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: content.length,
    })
    return content
  }
  const addScopes = async (path: string): Promise<void> => {
    // Which format a file has depends on the package.json above it.
    for (let at = dirname(path); at.startsWith(folder); at = dirname(at)) {
      const scope = join(at, 'package.json')
      if (seen.has(scope)) continue
      seen.add(scope)
      if ((await markOf(scope)) !== 'none') await add(scope)
      else fingerprint.set(scope, 'none')
    }
  }

  const queue = [entry]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue
    seen.add(path)
    const content = await add(path)
    await addScopes(path)
    for (const specifier of await readSpecifiers(
      relative(folder, path),
      content.toString('utf8'),
    )) {
      const target = await resolveLocal(specifier, path, folder)
      if (target.kind === 'file') queue.push(target.path)
      else if (target.kind === 'package')
        for (const part of await listPackages(target.name, dirname(path), folder, packages)) {
          if (seen.has(part)) continue
          seen.add(part)
          await add(part)
        }
    }
  }
  return { files, fingerprint }
}
