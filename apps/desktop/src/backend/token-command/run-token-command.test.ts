import { expect, test } from 'vitest'
import { createTokenCommandRunner, type TokenCommandOptions } from './run-token-command.ts'

const node = process.execPath

function run(code: string, options: Partial<TokenCommandOptions> = {}, signal?: AbortSignal) {
  const runner = createTokenCommandRunner({ env: { PATH: process.env['PATH'] }, ...options })
  return runner(
    { program: node, args: ['-e', code] },
    { signal: signal ?? new AbortController().signal },
  )
}

test('gives what the program printed', async () => {
  await expect(run('process.stdout.write("tok-123\\n")')).resolves.toBe('tok-123\n')
})

test('arguments reach the program as they are, without a shell', async () => {
  const runner = createTokenCommandRunner({ env: {} })
  const args = ['-e', 'console.log(process.argv.slice(1).join("|"))', '$HOME; echo x', '`id`', '*']
  const { signal } = new AbortController()
  await expect(runner({ program: node, args }, { signal })).resolves.toBe('$HOME; echo x|`id`|*\n')
})

test('its environment is the given one without what is ours', async () => {
  const env = { A: 'a', PATCHBAY_PASSPHRASE: 'CANARY' }
  const printed = await run('console.log(JSON.stringify(process.env))', { env })
  expect(printed).toContain('"A":"a"')
  expect(printed).not.toContain('CANARY')
})

test('a program that is not there is named', async () => {
  const runner = createTokenCommandRunner({ env: {} })
  const { signal } = new AbortController()
  await expect(runner({ program: '/no/such-program', args: [] }, { signal })).rejects.toThrow(
    'The program /no/such-program was not found.',
  )
})

test('a failing program is quoted without what it printed', async () => {
  const code = `
    console.log("sk-CANARY-12345678")
    console.error("cannot refresh sk-CANARY-12345678, token=CANARYCANARY; sign in again")
    process.exitCode = 3`
  const error: unknown = await run(code).catch((reason: unknown) => reason)
  expect(String(error)).toMatch(/ended with 3: cannot refresh •+, token=•+; sign in again/)
  expect(String(error)).not.toContain('CANARY')
})

test('a program that hangs is stopped at the limit, and one that is not wanted any more at once', async () => {
  const hang = 'setInterval(() => {}, 1000)'
  await expect(run(hang, { timeoutMs: 300 })).rejects.toThrow('printed no token within 0.3 s')
  const stop = new AbortController()
  const running = run(hang, {}, stop.signal)
  stop.abort()
  await expect(running).rejects.toThrow('Stopped.')
})

test('a program that prints without end is stopped', async () => {
  const code =
    'const w = () => { while (process.stdout.write("x".repeat(65536))); }; process.stdout.on("drain", w); w()'
  await expect(run(code, { maxBytes: 100_000 })).rejects.toThrow('printed more than a token')
})
