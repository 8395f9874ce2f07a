/** @file Loaded with `node --import`: from here on, `electron` is the stand-in. */
import { registerHooks } from 'node:module'

const standIn = new URL('electron.ts', import.meta.url).href
const url = 'stand-in:electron'

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'electron' ? { url, shortCircuit: true } : next(specifier, context)
  },
  load(wanted, context, next) {
    if (wanted !== url) return next(wanted, context)
    const from = JSON.stringify(standIn)
    // electron-store takes the module as a whole, by its default export.
    const source = `import * as all from ${from}; export * from ${from}; export default all`
    return { format: 'module', source, shortCircuit: true }
  },
})
