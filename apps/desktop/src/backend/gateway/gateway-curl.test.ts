import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { toGatewayCurl, type ClientRequest } from './gateway-curl.ts'

const request: ClientRequest = {
  url: 'http://127.0.0.1:8460',
  method: 'POST',
  path: '/v1/chat/completions',
  client: 'openai-chat',
  stream: false,
  body: '{"model":"fast","messages":[]}',
}

/** What curl would get: its arguments, and its standard input when it reads that. */
function runInShell(command: string): { args: string[]; input: string } {
  const script = `curl() { printf '%s\\0' "$@"; case "$*" in *--data-binary*) cat;; esac; }\n${command}\n`
  const env = { PATCHBAY_KEY: 'pbk-$(id)', PATH: process.env['PATH'] }
  const parts = execFileSync('sh', ['-s'], { input: script, env }).toString().split('\0')
  return { args: parts.slice(0, -1), input: parts.at(-1) ?? '' }
}

test('whatever stands in the body, the shell hands it over unchanged', () => {
  const body = `{"text":"it's \\"$HOME\\" \`id\` $(id)\\n é\\u0000 ; & | > <"}`
  const { args } = runInShell(toGatewayCurl({ ...request, body }))
  expect(args[1]).toBe('http://127.0.0.1:8460/v1/chat/completions')
  expect(args).toContain('authorization: Bearer pbk-$(id)')
  expect(args.at(-1)).toBe(body)
})

test('a long body goes by standard input, whatever lines it holds', () => {
  const body = JSON.stringify({ text: `${"it's $(id)".repeat(20_000)} PATCHBAY_BODY` })
  const { args, input } = runInShell(toGatewayCurl({ ...request, body }))
  expect(args.slice(-2)).toEqual(['--data-binary', '@-'])
  expect(input).toBe(`${body}\n`)
})

test.each([
  ['anthropic-messages' as const, ['x-api-key: pbk-$(id)', 'anthropic-version: 2023-06-01']],
  ['google-generate' as const, ['x-goog-api-key: pbk-$(id)']],
  ['openai-responses' as const, ['authorization: Bearer pbk-$(id)']],
])('%s clients send the key in their own header', (client, headers) => {
  const command = toGatewayCurl({ ...request, client })
  expect(command).not.toContain('pbk-')
  expect(runInShell(command).args).toEqual(expect.arrayContaining(headers))
})

test('a stream of Google’s is asked for as SSE', () => {
  const path = '/v1beta/models/fast:streamGenerateContent'
  const command = toGatewayCurl({ ...request, client: 'google-generate', path, stream: true })
  expect(runInShell(command).args).toContain(`http://127.0.0.1:8460${path}?alt=sse`)
})
