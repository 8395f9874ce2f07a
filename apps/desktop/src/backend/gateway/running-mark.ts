/** @file Which process of this data folder runs the gateway, so that a taken port can be explained. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writePrivateFile } from '../storage/write-file.ts'

const markSchema = z.object({
  processId: z.number().int().positive(),
  port: z.number().int(),
  startedBy: z.enum(['window', 'command']),
})
export type RunningMark = z.infer<typeof markSchema>

export interface RunningMarks {
  put(mark: Omit<RunningMark, 'processId'>): Promise<void>
  /** Removes the mark if it is this process's own. */
  remove(): Promise<void>
  /** The living process that says it runs on the port. */
  find(port: number): Promise<RunningMark | undefined>
}

export function createRunningMarks(home: string, processId: number = process.pid): RunningMarks {
  const path = join(home, 'gateway-running.json')
  const read = async (): Promise<RunningMark | undefined> => {
    try {
      return markSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    } catch {
      // It only ever explains: none, a damaged one and one of another version say the same.
      return undefined
    }
  }
  return {
    put: (mark) => writePrivateFile(path, `${JSON.stringify({ ...mark, processId })}\n`),
    async remove() {
      if ((await read())?.processId === processId) await rm(path, { force: true })
    },
    async find(port) {
      const mark = await read()
      return mark?.port === port && mark.processId !== processId && isAlive(mark.processId)
        ? mark
        : undefined
    },
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
