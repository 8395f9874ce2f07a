/** @file Bundle of the window. Relative URLs and no inline script, so that the strict CSP holds. */
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { defineConfig } from 'vite'
import app from './package.json' with { type: 'json' }

export default defineConfig({
  root: join(import.meta.dirname, 'src/renderer'),
  base: './',
  logLevel: 'warn',
  plugins: [react(), tailwindcss()],
  resolve: { dedupe: ['react', 'react-dom'] },
  define: { __PATCHBAY_VERSION__: JSON.stringify(app.version) },
  build: {
    outDir: join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
  },
})
