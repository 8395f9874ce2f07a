/** @file Bundles of the parts that run in Node: `--mode main`, `preload`, `cli` or `handler`. */
import { defineConfig } from 'vite'
import app from './package.json' with { type: 'json' }

const targets = {
  main: { entry: 'src/main/main.ts', format: 'es', file: 'main.js', splits: true },
  preload: { entry: 'src/preload/preload.ts', format: 'cjs', file: 'preload.cjs', splits: false },
  cli: { entry: 'src/cli/main.ts', format: 'es', file: 'main.js', splits: true },
  // One file with a format in its name: the process that runs it may read nothing else, no package.json either.
  handler: {
    entry: '../../packages/custom-handler/src/runner/main.ts',
    format: 'es',
    file: 'runner.mjs',
    splits: false,
  },
} as const

const isTarget = (mode: string): mode is keyof typeof targets => Object.hasOwn(targets, mode)

export default defineConfig(({ mode }) => {
  if (!isTarget(mode)) throw new Error(`unknown mode "${mode}": main, preload, cli or handler`)
  const { entry, format, file, splits } = targets[mode]
  return {
    root: import.meta.dirname,
    logLevel: 'warn',
    publicDir: false,
    define: { __PATCHBAY_VERSION__: JSON.stringify(app.version) },
    ssr: {
      target: 'node',
      noExternal: true,
      // Native code, the Electron runtime, and the optional accelerators that ws tries to load.
      external: ['electron', 'keytar', 'bufferutil', 'utf-8-validate'],
    },
    build: {
      ssr: entry,
      target: 'node24',
      outDir: `dist/${mode}`,
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        // electron-store imports conf outright, so that loading it late is in vain in main alone.
        checks: { ineffectiveDynamicImport: mode !== 'main' },
        output: {
          format,
          entryFileNames: file,
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: splits,
        },
      },
    },
  }
})
