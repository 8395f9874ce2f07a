#!/usr/bin/env node
/**
 * @file Starts the command line on the Node that the workspace pins, whatever Node runs this file,
 * and builds the app first where a checkout was never built.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const oldestNode = 24
const bin = fileURLToPath(import.meta.url)
const app = join(bin, '../..')
const cli = join(app, 'dist/cli/main.js')

if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  runOnPinnedNode()
} else {
  if (!existsSync(cli)) buildOnce()
  // Inside the checkout and not in the shared temporary folder, where others could plant code.
  module.enableCompileCache(join(app, 'dist/.compile-cache'))
  await import(pathToFileURL(cli).href)
}

function runOnPinnedNode() {
  const child = spawn(findPinnedNode(), [bin, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  child.on('error', (error) => fail(`cannot start Node ${oldestNode}: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0))
  })
}

function findPinnedNode() {
  try {
    return module.createRequire(bin).resolve('node/bin/node')
  } catch {
    return fail(`needs Node ${oldestNode} or newer; this is ${process.version}. Run npm ci first.`)
  }
}

function buildOnce() {
  process.stderr.write('patchbay: building the app, once\n')
  const script = join(app, '../../scripts/build.ts')
  const { status } = spawnSync(process.execPath, [script, '--if-stale', '--quiet'], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) fail('the build failed; see above')
}

function fail(message) {
  process.stderr.write(`patchbay: ${message}\n`)
  process.exit(1)
}
