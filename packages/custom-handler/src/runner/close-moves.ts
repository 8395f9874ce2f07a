/**
 * @file Links stay where they are. Node's permission model follows a link wherever it leads, and one that goes
 * up from its place (`../package/cli.js`) leads out of the folder once it, or a folder above it, is moved.
 */
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { closeInheritanceOf } from './untouched.ts'

type Done = (error: unknown) => void

const { lstatSync, renameSync, copyFileSync } = fs
const { nextTick } = process
const Later = Promise
/** `S_IFMT` and `S_IFREG`. */
const [kindMask, regularFile] = [0o170000, 0o100000]

/** Call it once, before any code of the user is loaded. */
export function closeMoves(): void {
  closeInheritanceOf(fs.Stats.prototype)
  const move = (from: unknown, to: unknown): void => {
    const source = pathOf(from)
    requireFile(source, 'move')
    renameSync(source, pathOf(to))
  }
  const copy = (from: unknown, to: unknown): void => {
    const source = pathOf(from)
    requireFile(source, 'copy')
    copyFileSync(source, pathOf(to))
  }
  const link = (): never => {
    throw denied('make links')
  }
  Object.assign(fs, {
    renameSync: move,
    cpSync: copy,
    linkSync: link,
    rename: later(move),
    cp: later(copy),
    link: later(link),
  })
  Object.assign(fs.promises, { rename: promised(move), cp: promised(copy), link: promised(link) })
}

function requireFile(path: string, what: string): void {
  const { mode } = lstatSync(path)
  if ((mode & kindMask) !== regularFile) throw denied(`${what} folders and links, only files`)
}

function denied(what: string): Error {
  return Object.assign(new Error(`Handlers may not ${what}.`), { code: 'ERR_ACCESS_DENIED' })
}

/** Read once, so that what is looked at is what is moved. */
function pathOf(path: unknown): string {
  return typeof path === 'string' ? path : fileURLToPath(path as URL)
}

/** @param work none of it waits, so that nothing changes in between */
function later(work: (from: unknown, to: unknown) => void) {
  return (from: unknown, to: unknown, options: unknown, done?: unknown): void => {
    const finish = (typeof options === 'function' ? options : done) as Done
    try {
      work(from, to)
      nextTick(finish, null)
    } catch (error) {
      nextTick(finish, error)
    }
  }
}

function promised(work: (from: unknown, to: unknown) => void) {
  return (from: unknown, to: unknown): Promise<void> =>
    new Later((resolve) => {
      work(from, to)
      resolve()
    })
}
