import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeHandler } from '../testing/open-handler.ts'

const descriptor = 200

test('a file that was left open for the app is not open in a handler', async () => {
  const folder = await writeHandler({
    'secret.txt': 'of another',
    'handler/handler.mjs': `import fs from 'node:fs'
export const completion = () => { try { return fs.readFileSync(${descriptor}, 'utf8') } catch (error) { return error.code } }`,
    'app.mjs': `import fs from 'node:fs'
const { createHandlerHost } = await import(${JSON.stringify(join(import.meta.dirname, 'create-handler-host.ts'))})
const { createProcessStarter } = await import(${JSON.stringify(join(import.meta.dirname, 'start-process.ts'))})
const { findRunner } = await import(${JSON.stringify(join(import.meta.dirname, 'find-runner.ts'))})
const host = createHandlerHost({ runner: findRunner(), isConfirmed: () => true, startProcess: createProcessStarter(), now: () => new Date() })
const body = new TextEncoder().encode('{"model":"m","messages":[{"role":"user","content":"Hello"}]}')
const answer = await host.answer(
  { endpoint: { id: 'one', handler: { file: import.meta.dirname + '/handler/handler.mjs', network: [] }, headers: [] }, secrets: {} },
  { method: 'POST', url: new URL('patchbay-handler:/chat/completions'), headers: {}, body, signal: new AbortController().signal },
)
for await (const part of answer.body) console.log(fs.fstatSync(${descriptor}).size + ' ' + new TextDecoder().decode(part))
await host.close()`,
  })
  const secret = openSync(join(folder, 'secret.txt'), 'r')
  onTestFinished(() => closeSync(secret))
  const stdio: ('ignore' | 'pipe' | number)[] = Array.from(
    { length: descriptor + 1 },
    () => 'ignore',
  )
  stdio[1] = 'pipe'
  stdio[descriptor] = secret
  const app = spawn(process.execPath, [join(folder, 'app.mjs')], { stdio })
  if (app.stdout === null) throw new Error('There is no output.')
  const said = await text(app.stdout)
  // The app has it; the handler does not.
  expect(said).toMatch(/^10 /)
  expect(said).toContain('EBADF')
})
