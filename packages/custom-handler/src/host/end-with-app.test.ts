import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeHandler } from '../testing/open-handler.ts'

/** Whether it runs: one that only waits for its parent to look does not. */
const isAlive = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return /^[^Z\s]/.test(stdout.trim())
}

test('a handler that loops ends with an app that is killed', async () => {
  const folder = await writeHandler({
    'loop.mjs': `import fs from 'node:fs'; fs.writeSync(1, 'looping'); for (;;);`,
    'app.mjs': `const { createProcessStarter } = await import(${JSON.stringify(join(import.meta.dirname, 'start-process.ts'))})
const plan = { module: 'loop.mjs', execArgv: [], cwd: import.meta.dirname, env: {} }
const child = createProcessStarter()(plan, { maxMessageBytes: 1000 })
child.onMessage(() => {})
child.onOutput(() => console.log(child.pid))`,
  })
  const app = spawn(process.execPath, [join(folder, 'app.mjs')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [said] = (await once(app.stdout, 'data')) as [Buffer]
  const pid = Number(said.toString())
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  })
  expect(isAlive(pid)).toBe(true)
  app.kill('SIGKILL')
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false)
})
