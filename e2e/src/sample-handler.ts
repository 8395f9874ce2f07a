/** @file A custom handler for journeys: what it answers follows from what it is asked. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runPatchbay } from './command.ts'

/** One pixel, as its image method answers. */
export const samplePicture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const sampleUsage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }

/**
 * "fail 429 …" throws that status; tools are called with a city, and what they said is told; `tenant?` tells the
 * named secret's length; anything else gets "Hi!".
 */
export const sampleSource = `
import { CustomHandlerError } from 'patchbay/handler'

const usage = ${JSON.stringify(sampleUsage)}

function textOf(message: { content?: unknown } | undefined): string {
  const content = message?.content
  if (typeof content === 'string') return content
  return Array.isArray(content) ? content.map((part) => part.text ?? '').join('') : ''
}

function plan({ messages, optional_params, secrets, api_key, log }: any) {
  const last = messages.at(-1)
  const said = textOf(last)
  log('asked:', said)
  const failing = /^fail (\\d+)/.exec(said)
  if (failing) throw new CustomHandlerError(Number(failing[1]), 'As asked.')
  if (said === 'tenant?') return { text: 'tenant ' + (secrets.tenant ?? '').length + ', key ' + (api_key ?? '').length }
  if (last.role === 'tool') return { text: 'The tool said: ' + said }
  const [tool] = optional_params.tools ?? []
  if (tool) return { call: { name: tool.function.name, arguments: JSON.stringify({ city: 'Oslo' }) } }
  return { text: 'Hi!' }
}

export async function completion(call: any) {
  const { text, call: wanted } = plan(call)
  if (!wanted) return { text, usage }
  const tool_calls = [{ id: 'call_1', type: 'function', function: wanted }]
  return { tool_calls, finish_reason: 'tool_calls', usage }
}

export async function* streaming(call: any) {
  const { text, call: wanted } = plan(call)
  if (wanted) {
    const tool_use = { id: 'call_1', type: 'function', function: wanted, index: 0 }
    yield { text: '', is_finished: false, finish_reason: '', usage: null, index: 0, tool_use }
    yield { text: '', is_finished: true, finish_reason: 'tool_calls', usage, index: 0, tool_use: null }
    return
  }
  for (const part of [text.slice(0, 2), text.slice(2)])
    yield { text: part, is_finished: false, finish_reason: '', usage: null, index: 0, tool_use: null }
  yield { text: '', is_finished: true, finish_reason: 'stop', usage, index: 0, tool_use: null }
}

export async function embedding({ input }: any) {
  return input.map((text: string) => [text.length, 0.5])
}

export async function imageGeneration() {
  return ['${samplePicture}']
}
`

/** Writes a handler into a folder; gives its file. */
export async function writeHandler(folder: string, source = sampleSource): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'handler.ts')
  await writeFile(file, source)
  return file
}

/** Adds a custom provider of a handler's file, which may not run yet. */
export async function addHandler(
  { name, file, secrets = {} }: { name: string; file: string; secrets?: Record<string, string> },
  surroundings: { home: string; env?: Record<string, string | undefined> },
): Promise<void> {
  const input = { name, spec: 'custom-handler', handler: { file }, models: ['my-model'], secrets }
  const { code, stderr } = await runPatchbay(['endpoint', 'add', '-', '--json'], {
    ...surroundings,
    input,
  })
  if (code !== 0) throw new Error(`endpoint add ended with ${code}: ${stderr}`)
}

/** Allows a handler by the command, as a person at the terminal would. */
export async function allowHandler(
  name: string,
  surroundings: { home: string; env?: Record<string, string | undefined> },
): Promise<void> {
  const { code, stderr } = await runPatchbay(
    ['handler', 'confirm', name, '--yes', '--json'],
    surroundings,
  )
  if (code !== 0) throw new Error(`handler confirm ended with ${code}: ${stderr}`)
}
