/** @file A handler that loops hears nothing, not even that the app is gone; something outside of both has to end it. */
import { spawn } from 'node:child_process'

/** Waits for the end of the app, which closes its input. Nothing is ever written to it. */
const script = 'read -r line; kill -9 "$0"'

/**
 * Ends a process when this one ends, however it does: killed, crashed. Windows does so by itself.
 *
 * @returns call it when the process has ended
 */
export function endWithApp(pid: number | undefined): () => void {
  if (pid === undefined || process.platform === 'win32') return () => undefined
  const guard = spawn('/bin/sh', ['-c', script, String(pid)], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Where it cannot be started, a handler that loops outlives an app that is killed, and nothing else.
  guard.on('error', () => undefined)
  guard.stdin.on('error', () => undefined)
  guard.unref()
  return () => void guard.kill('SIGKILL')
}
