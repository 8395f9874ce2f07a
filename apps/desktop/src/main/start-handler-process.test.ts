import { EventEmitter } from 'node:events'
import type { ForkOptions, UtilityProcess } from 'electron'
import { expect, test } from 'vitest'
import { createHandlerProcessStarter } from './start-handler-process.ts'

const plan = {
  module: '/app/dist/handler/runner.js',
  execArgv: ['--permission'],
  cwd: '/home/ada/handlers',
  env: {},
}

/** Electron's side of one process: what it was started with, and ways to speak as it. */
function createFork() {
  const child = Object.assign(new EventEmitter(), {
    pid: 4711,
    stdout: new EventEmitter(),
    stderr: new EventEmitter(),
    sent: [] as unknown[],
    postMessage(message: unknown) {
      child.sent.push(message)
    },
    kill: () => true,
  })
  const forked: { module: string; options: ForkOptions }[] = []
  const fork = (module: string, _args: string[] = [], options: ForkOptions = {}) => {
    forked.push({ module, options })
    return child as unknown as UtilityProcess
  }
  return { child, fork, forked }
}

test('a process gets the plan and nothing of this one: no environment, no input', () => {
  const { fork, forked } = createFork()
  createHandlerProcessStarter(fork)(plan, { maxMessageBytes: 100 })
  expect(forked).toMatchObject([
    {
      module: plan.module,
      options: {
        execArgv: ['--permission'],
        cwd: plan.cwd,
        env: {},
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    },
  ])
})

test('text goes both ways; anything else, or more than is allowed, ends the process', () => {
  const { child, fork } = createFork()
  const killed: number[] = []
  const started = createHandlerProcessStarter(fork, (pid) => killed.push(pid))(plan, {
    maxMessageBytes: 10,
  })
  const heard: string[] = []
  started.onMessage((message) => heard.push(message))
  started.send('{"a":1}')
  child.emit('message', '{"b":2}')
  expect(child.sent).toEqual(['{"a":1}'])
  expect(heard).toEqual(['{"b":2}'])
  child.emit('message', { not: 'text' })
  child.emit('message', 'x'.repeat(11))
  expect(killed).toEqual([4711, 4711])
  expect(heard).toHaveLength(1)
})

test('its end is told once, and nothing is sent to it or ended afterwards', () => {
  const { child, fork } = createFork()
  const killed: number[] = []
  const started = createHandlerProcessStarter(fork, (pid) => killed.push(pid))(plan, {
    maxMessageBytes: 10,
  })
  const ends: unknown[] = []
  started.onExit((exit, reason) => ends.push([exit, reason]))
  const output: string[] = []
  started.onOutput((text) => output.push(text))
  child.stderr.emit('data', Buffer.from('out of memory'))
  child.emit('error', 'FatalError', 'v8::Allocate', '{}')
  child.emit('exit', 134)
  started.send('late')
  started.kill()
  expect(ends).toEqual([[{ code: 134, signal: null }, 'FatalError at v8::Allocate']])
  expect(output).toEqual(['out of memory'])
  expect([...child.sent, ...killed]).toEqual([])
})
