import type { StartProcess } from './handler-process.ts'

/** @param executable Node itself; default: the program that runs this. */
export function createProcessStarter(_executable: string = process.execPath): StartProcess {
  throw new Error('not there yet')
}
