/**
 * @file `npm test`: everything that can be checked, on any Debian as root or on a machine that has
 * what it needs. The last line is always the sum of all of it: `N passed, N failed`.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { printCheck, runChecks } from './checks.ts'
import { findElectron } from './electron-binary.ts'
import { endRunningCommands, runCommand } from './run-command.ts'
import { ensureSystemPackages } from './system-packages.ts'
import { formatTally, sumTallies, tallyPlaywright, tallyVitest, type Tally } from './test-report.ts'
import { openTestSession, type TestSession } from './test-session.ts'

const root = join(import.meta.dirname, '..')
const minutes = 60_000
const heading = (text: string): void => console.log(`\n== ${text}`)
const one = (ok: boolean): Tally => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

async function runStep(
  session: TestSession,
  command: string[],
  timeout: number,
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const [program = '', ...args] = command
  const { code } = await runCommand(program, args, {
    cwd: root,
    env: { ...session.env, ...env },
    show: true,
    timeout,
  })
  return code
}

async function runVitest(session: TestSession): Promise<Tally> {
  const report = join(session.folder, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = session.wrap(['vitest', 'run', ...reporters])
  return tallyVitest(report, await runStep(session, command, 15 * minutes))
}

async function runPlaywright(session: TestSession, virtualDisplay: boolean): Promise<Tally> {
  const config = 'e2e/playwright.config.ts'
  if (!existsSync(join(root, config))) {
    console.log(`${config} is missing`)
    return one(false)
  }
  const report = join(session.folder, 'playwright.json')
  const playwright = ['playwright', 'test', '-c', config, '--reporter=list,json']
  const command = session.wrap(virtualDisplay ? ['xvfb-run', '-a', ...playwright] : playwright)
  const code = await runStep(session, command, 40 * minutes, {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  })
  return tallyPlaywright(report, code)
}

async function testEverything(session: TestSession): Promise<Tally[]> {
  const virtualDisplay = findElectron(root) !== undefined && !process.env.DISPLAY
  heading('system')
  const lack = await ensureSystemPackages({ cwd: root, virtualDisplay }, console.log)
  if (lack) {
    console.log(lack)
    return [one(false)]
  }

  heading('check')
  const checks = await runChecks(root, printCheck)
  const tallies = checks.map(({ ok }) => one(ok))

  heading('build')
  const build = [process.execPath, 'scripts/build.ts', '--if-stale']
  const built = (await runStep(session, build, 5 * minutes)) === 0
  tallies.push(one(built))

  heading('unit and integration tests')
  tallies.push(await runVitest(session))

  if (built) {
    heading('journeys')
    tallies.push(await runPlaywright(session, virtualDisplay))
  }
  return tallies
}

const session = openTestSession(root)
const cleanUp = (): void => {
  endRunningCommands()
  session.close()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    cleanUp()
    process.exit(130)
  })
}

let total: Tally
try {
  total = sumTallies(await testEverything(session))
} catch (error) {
  console.log(error)
  total = one(false)
} finally {
  cleanUp()
}
console.log(`\n${formatTally(total)}`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
