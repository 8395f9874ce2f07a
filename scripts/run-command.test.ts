import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-command-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (source: string, timeout?: number) =>
  runCommand(process.execPath, ['-e', source], { cwd: folder, ...(timeout && { timeout }) })

test('keeps both streams and the exit code', async () => {
  const { code, output } = await run(`console.log('out'); console.error('err'); process.exit(3)`)
  expect(code).toBe(3)
  expect(output).toContain('out')
  expect(output).toContain('err')
})

test('reports a program that is not there', async () => {
  expect(await runCommand('no-such-program', [], { cwd: folder })).toMatchObject({ code: 127 })
})

test('ends a command that takes too long', async () => {
  expect(await run('setInterval(() => {}, 1000)', 300)).toMatchObject({ code: 128 })
})

test('kills what a command leaves running', async () => {
  const child = `require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1e3)`
  await run(`
    require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]).unref()
    const look = setInterval(() => { if (require('fs').existsSync('pid')) process.exit() }, 10)
  `)
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8'))
  await expect.poll(() => isRunning(pid)).toBe(false)
})

/** A zombie counts as ended: who reaps it depends on the machine. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/[)] Z /.test(stat)
}
