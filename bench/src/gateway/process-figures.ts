/** @file What a process has used so far, read from the kernel (Linux). */
import { readFile } from 'node:fs/promises'

export interface ProcessFigures {
  /** Processor time of user and system, in seconds. */
  readonly cpuSeconds: number
  /** Resident memory in MB (10^6 bytes). */
  readonly residentMb: number
}

/** Clock ticks a second: 100 on every Linux that Node runs on. */
const ticks = 100

/** Of one process and its children that still run. `NaN` where the kernel does not tell. */
export async function readProcess(pid: number): Promise<ProcessFigures> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN)
  return {
    cpuSeconds: (Number(fields[11] ?? NaN) + Number(fields[12] ?? NaN)) / ticks,
    residentMb: (kibibytes * 1024) / 1e6,
  }
}
