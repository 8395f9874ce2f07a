/** @file Before the first journey: is the app there, and on which hosts will it be driven. */
import { existsSync } from 'node:fs'
import type { FullConfig } from '@playwright/test'
import { mainBundle } from './src/hosts/app-files.ts'

export default function announce({ projects }: FullConfig): void {
  if (!existsSync(mainBundle)) throw new Error('The app is not built. Run npm run build first.')
  const names = projects.map(({ name }) => name)
  const lack = names.includes('electron')
    ? ''
    : '. Electron itself did not run: its program file is not here, and the stand-in is not Electron'
  console.log(`hosts: ${names.join(', ')}${lack}`)
}
