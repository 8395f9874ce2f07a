/** @file What a hostile handler tries, in a real process, while another one has to answer. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { ask, endpointOf, openHost, textOf, writeHandler } from './open-handler.ts'
import { openWitness, quick } from './witness.ts'

/** Runs `body` as an async function for each request and gives what it throws as text, or "done: …". */
const attempts = (body: Readonly<Record<string, string>>): string => `
import fs from 'node:fs'
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const attempts = {
${Object.entries(body)
  .map(([name, code]) => `  ${JSON.stringify(name)}: async () => { ${code} },`)
  .join('\n')}
}
export async function completion() {
  const results = {}
  for (const [name, attempt] of Object.entries(attempts)) {
    try { results[name] = 'done: ' + (await attempt()) }
    catch (error) { results[name] = String(error?.code ?? error?.message ?? error) }
  }
  return JSON.stringify(results)
}`

/**
 * @param files other files of the handler's folder
 * @param prepare changes the folder before anything runs
 */
export async function readAttempts(
  body: Readonly<Record<string, string>>,
  settings: {
    readonly network?: 'any' | readonly string[]
    readonly files?: Readonly<Record<string, string>>
    readonly prepare?: (folder: string) => Promise<void>
  } = {},
): Promise<Record<string, string>> {
  const host = openHost(quick)
  const check = await openWitness(host)
  const folder = await writeHandler({ ...settings.files, 'handler.mjs': attempts(body) })
  await settings.prepare?.(folder)
  const answer = await ask(host, endpointOf(join(folder, 'handler.mjs'), settings))
  expect(answer.body).toMatchObject({ object: 'chat.completion' })
  await check()
  return JSON.parse(textOf(answer) as string) as Record<string, string>
}
