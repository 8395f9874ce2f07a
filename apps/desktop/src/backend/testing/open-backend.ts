/** @file A backend for tests: a data folder of its own, secrets in memory, and a scripted engine where one is given. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  endpointDraftSchema,
  type EndpointDraft,
  type EndpointDraftInput,
} from '@patchbay/provider-core/model'
import { createBackend, type Backend, type BackendOptions } from '../backend.ts'
import type { Engine } from '../engine.ts'
import { createProviderEngine, startDemo } from '../provider-engine.ts'
import { createConfFile, type SettingsFile } from '../storage/settings-file.ts'

export interface TestBackend extends AsyncDisposable {
  readonly backend: Backend
  readonly home: string
  /** Makes every write of the settings fail with this code until it is set to undefined. */
  failWrites(code: string | undefined): void
}

export async function openTestBackend(
  engine?: Engine,
  more: Partial<BackendOptions> = {},
): Promise<TestBackend> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-backend-'))
  let failure: string | undefined
  const real = createConfFile(home)
  const settingsFile: SettingsFile = {
    path: real.path,
    read: () => real.read(),
    write: (content) =>
      failure === undefined
        ? real.write(content)
        : Promise.reject(Object.assign(new Error(`${failure}: scripted`), { code: failure })),
  }
  const backend = await createBackend({
    home,
    keychainScope: '',
    version: '0.0.0-test',
    host: 'browser',
    vault: { kind: 'memory', passphrase: undefined },
    settingsFile,
    createEngine: engine ? () => engine : createProviderEngine,
    startDemo,
    desktop: undefined,
    ...more,
  })
  return {
    backend,
    home,
    failWrites(code) {
      failure = code
    },
    async [Symbol.asyncDispose]() {
      await backend.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

export function draftOf(input: Partial<EndpointDraftInput> = {}): EndpointDraft {
  return endpointDraftSchema.parse({
    name: 'Company proxy',
    spec: 'anthropic',
    baseUrl: 'https://llm.corp.example',
    ...input,
  })
}
