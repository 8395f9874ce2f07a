/** @file Which journeys run on which host. `npm test` calls this inside a private keyring session. */
import { defineConfig, type Project } from '@playwright/test'
import { chromiumArguments, findChromium } from './src/chromium-program.ts'
import type { AppOptions } from './src/fixtures.ts'
import { findElectronProgram } from './src/hosts/app-files.ts'
import type { HostName } from './src/hosts/running-app.ts'

const everyHost = ['journeys/*.spec.ts', 'bad-input/*.spec.ts', 'canary.spec.ts']

function createProject(hostName: HostName, own: string[]): Project<AppOptions> {
  return { name: hostName, testMatch: [...everyHost, ...own], use: { hostName } }
}

const projects: Project<AppOptions>[] = [
  createProject('browser-host', ['browser-host/*.spec.ts']),
  createProject('electron-stand-in', ['electron-stand-in/*.spec.ts']),
  { name: 'command-line', testMatch: ['cli/*.spec.ts', 'scenes/*.spec.ts'] },
]
if (findElectronProgram() !== undefined) projects.push(createProject('electron', []))

export default defineConfig<AppOptions>({
  testDir: 'src',
  globalSetup: './announce.config.ts',
  outputDir: 'test-results',
  projects,
  workers: 2,
  fullyParallel: true,
  // A browser on a busy machine now and then loses time; what passes the second time is named as flaky.
  retries: 1,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    // Pictures of every step would double the time; a failed test leaves one of its window.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false, sources: false },
    viewport: { width: 1180, height: 760 },
    launchOptions: { executablePath: findChromium(), args: [...chromiumArguments] },
  },
})
