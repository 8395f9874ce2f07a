import { readFileSync } from 'node:fs'

/** Pages of Linux on every architecture that Node is built for here; larger pages only make the limit stricter in effect. */
const pageBytes = 4096

/** Resident memory of a process in bytes; `undefined` where the system does not say (not Linux, ended). */
export function readMemory(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return Number.isFinite(pages) ? pages * pageBytes : undefined
  } catch {
    return undefined
  }
}
