import { join } from 'node:path'

export interface Runner {
  /** Absolute path of the module that a process starts with. */
  readonly file: string
  /** What the process must be able to read for that. */
  readonly readable: readonly string[]
}

/** @param folder where the runner's bundle is, `dist/handler` of the app; left out: its source, for tests */
export function findRunner(folder?: string): Runner {
  if (folder !== undefined) return { file: join(folder, 'runner.mjs'), readable: [folder] }
  const source = join(import.meta.dirname, '../runner')
  return { file: join(source, 'main.ts'), readable: [source] }
}
