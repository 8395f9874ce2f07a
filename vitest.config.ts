/** @file Every unit and integration test of the workspace, a project for each package. */
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import app from './apps/desktop/package.json' with { type: 'json' }

const project = (name: string, root: string) => ({
  extends: true as const,
  test: { name, root, include: ['**/*.test.{ts,tsx}'] },
})

export default defineConfig({
  define: { __PATCHBAY_VERSION__: JSON.stringify(app.version) },
  test: {
    environment: 'node',
    testTimeout: 15_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    setupFiles: [join(import.meta.dirname, 'scripts/property-seed.ts')],
    exclude: ['**/node_modules/**', '**/dist/**'],
    projects: [
      project('provider-core', 'packages/provider-core'),
      project('gateway', 'packages/gateway'),
      project('custom-handler', 'packages/custom-handler'),
      project('setup-formats', 'packages/setup-formats'),
      project('ui', 'packages/ui'),
      project('desktop', 'apps/desktop'),
      project('scripts', 'scripts'),
      project('e2e', 'e2e'),
    ],
  },
})
