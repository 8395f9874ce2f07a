/** @file Takes away what reaches past the permission model: signals, ids, raw output, modules that go around it. */
import asyncHooks from 'node:async_hooks'
import crypto from 'node:crypto'
import os from 'node:os'
import { Writable } from 'node:stream'

/** What stays of `process`; everything else that it has, or will have, goes. */
const kept = new Set(
  (
    'version versions arch platform release domain _events _eventsCount _maxListeners _exiting exitCode config ' +
    'uptime cpuUsage threadCpuUsage resourceUsage memoryUsage constrainedMemory availableMemory ref unref ' +
    'finalization hrtime getuid geteuid getgid getegid getgroups allowedNodeEnvironmentFlags features ' +
    '_fatalException setUncaughtExceptionCaptureCallback hasUncaughtExceptionCaptureCallback emitWarning ' +
    'nextTick _tickCallback sourceMapsEnabled getBuiltinModule cwd env title argv execArgv pid ppid execPath ' +
    'argv0 permission'
  ).split(' '),
)

/** Modules of Node that a handler may load. Others reach past the permission model (`ATTACH` of `node:sqlite` opens any file), or run text as code. */
const allowedModules = new Set(
  (
    'assert assert/strict async_hooks buffer child_process console constants crypto dgram diagnostics_channel dns ' +
    'dns/promises domain events fs fs/promises http http2 https module net os path path/posix path/win32 ' +
    'perf_hooks process punycode querystring readline readline/promises stream stream/consumers ' +
    'stream/promises stream/web string_decoder sys timers timers/promises tls tty url util util/types ' +
    'worker_threads zlib'
  ).split(' '),
)

/** @param id with or without `node:` */
export function isAllowedModule(id: string): boolean {
  return allowedModules.has(id.replace(/^node:/, ''))
}

export interface ProcessOptions {
  /** Gets what is written to stdout and stderr. */
  readonly write: (text: string) => void
  /** The handler asked for the end of its process. Throws what stops it. */
  readonly onExit: (how: string) => never
}

/** Call it once, before any code of the user is loaded. */
export function closeProcess({ write, onExit }: ProcessOptions): void {
  const { getBuiltinModule, pid } = process
  for (const name of Object.getOwnPropertyNames(process)) {
    if (kept.has(name)) continue
    delete (process as unknown as Record<string, unknown>)[name]
  }
  const refuse = (what: string) => (): never => {
    throw Object.assign(new Error(`Handlers may not ${what}.`), { code: 'ERR_ACCESS_DENIED' })
  }
  const fixed: Readonly<Record<string, unknown>> = {
    exit: (code?: unknown) => onExit(`process.exit(${typeof code === 'number' ? code : ''})`),
    reallyExit: () => onExit('process.reallyExit()'),
    abort: () => onExit('process.abort()'),
    kill: (target: unknown) =>
      target === pid ? onExit('process.kill()') : refuse('send signals to other processes')(),
    chdir: refuse('change the working folder'),
    umask: refuse('change the file mode mask'),
    stdin: undefined,
    stdout: createOutput(write),
    stderr: createOutput(write),
    getBuiltinModule: (id: string) => (isAllowedModule(id) ? getBuiltinModule(id) : undefined),
  }
  for (const [name, value] of Object.entries(fixed)) {
    Object.defineProperty(process, name, {
      value,
      writable: false,
      configurable: false,
      enumerable: true,
    })
  }
  Object.assign(os, { setPriority: refuse('change priorities') })
  Object.assign(crypto, { setEngine: refuse('load engines') })
  // Both hand out the objects inside Node that the network is closed with.
  Object.assign(asyncHooks, {
    createHook: refuse('watch asynchronous resources'),
    executionAsyncResource: () => ({}),
  })
}

function createOutput(write: (text: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk: unknown, _encoding, done) => {
      write(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8'))
      done()
    },
  })
}
