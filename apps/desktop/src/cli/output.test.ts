import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createOutput } from './output.ts'

function open(json: boolean) {
  const out = new PassThrough({ encoding: 'utf8' })
  const output = createOutput(json, out, new PassThrough())
  return { output, read: (): string => String(out.read() ?? '') }
}

test('a line that pieces have begun is ended once, and none is begun by ending it', () => {
  const { output, read } = open(false)
  output.endLine()
  expect(read()).toBe('')
  output.write('Hel')
  output.write('lo')
  output.endLine()
  output.endLine()
  expect(read()).toBe('Hello\n')
  output.write('with its own end\n')
  output.endLine()
  expect(read()).toBe('with its own end\n')
})

test('with --json pieces of text are left to the events', () => {
  const { output, read } = open(true)
  output.write('Hello')
  output.endLine()
  output.result({ type: 'finish' }, 'ignored')
  expect(read()).toBe('{"type":"finish"}\n')
})

test('what a name would tell a terminal to do does not reach it', () => {
  const { output, read } = open(false)
  output.result({}, 'one\u001b[2J\ttwo\u009b31m\nthree')
  expect(read()).toBe('one\ufffd[2J\ttwo\ufffd31m\nthree\n')
})
