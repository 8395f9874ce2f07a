/** @file Where the built app is. */
import { join } from 'node:path'

const desktop = join(import.meta.dirname, '../../../apps/desktop')

export const commandFile = join(desktop, 'bin/patchbay.mjs')
export const mainBundle = join(desktop, 'dist/main/main.js')
