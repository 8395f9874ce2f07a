/**
 * @file Which custom handlers may run: those whose files, by content, the person agreed to. A yes is kept in
 * the settings as path → hash; it is no part of an endpoint, so that no import, copy or page brings one.
 * See docs/decisions/0006.
 */
import { resolve } from 'node:path'
import { ProviderError } from '@patchbay/provider-core'
import type { HandlerConsent, HandlerInspection } from '#contract/handler-contract'
import type { ChangeHub } from '../app/change-hub.ts'
import type { SettingsStore } from '../storage/settings-store.ts'

/** Every file that a handler would load, by content. */
export interface HandlerManifest {
  /** Absolute path of the entry. */
  readonly file: string
  /** One hash over all files. */
  readonly hash: string
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
}

export interface ConfirmedHandlersOptions {
  readonly settings: Pick<SettingsStore, 'read' | 'update'>
  readonly changes: Pick<ChangeHub, 'emit' | 'listen'>
  /** Throws `ProviderError` where the file cannot be used. */
  readonly inspect: (file: string) => Promise<HandlerManifest>
  /** How the host asks the person outside of any page; left out where a page, or a command, asks. */
  readonly ask?: ((manifest: HandlerManifest) => Promise<boolean>) | undefined
}

export interface ConfirmedHandlers {
  isConfirmed(file: string, hash: string): Promise<boolean>
  inspect(file: string): Promise<HandlerInspection>
  /** Keeps a yes to exactly this hash, unless the files are others by now or the host is told no. */
  confirm(file: string, hash: string): Promise<HandlerInspection>
  /** Takes the yes back, whether or not the file can still be read. */
  revoke(file: string): Promise<void>
}

export function createConfirmedHandlers(options: ConfirmedHandlersOptions): ConfirmedHandlers {
  const { settings, changes, ask } = options
  /** What was read last: asked for each request, so that a yes is not read from the disk each time. */
  let known: Readonly<Record<string, string>> = {}
  changes.listen((topics) => {
    if (topics.includes('endpoints')) known = {}
  })

  const consentOf = async ({ file, hash }: HandlerManifest): Promise<HandlerConsent> => {
    const path = resolve(file)
    if (hashOf(known, path) === hash) return 'confirmed'
    known = (await settings.read()).confirmedHandlers
    const agreed = hashOf(known, path)
    if (agreed === undefined) return 'unconfirmed'
    return agreed === hash ? 'confirmed' : 'changed'
  }

  const describe = async (manifest: HandlerManifest): Promise<HandlerInspection> => ({
    ok: true,
    file: manifest.file,
    hash: manifest.hash,
    files: manifest.files.map(({ path, sha256 }) => ({ path, sha256 })),
    consent: await consentOf(manifest),
    asks: ask ? 'host' : 'window',
  })

  const inspecting = async (
    file: string,
    work: (manifest: HandlerManifest) => Promise<HandlerInspection>,
  ): Promise<HandlerInspection> => {
    let manifest: HandlerManifest
    try {
      manifest = await options.inspect(file)
    } catch (error) {
      if (error instanceof ProviderError) return { ok: false, message: error.message }
      throw error
    }
    return work(manifest)
  }

  return {
    isConfirmed: async (file, hash) => (await consentOf({ file, hash, files: [] })) === 'confirmed',
    inspect: (file) => inspecting(file, describe),
    confirm: (file, hash) =>
      inspecting(file, async (manifest) => {
        const agrees =
          manifest.hash === hash &&
          (await consentOf(manifest)) !== 'confirmed' &&
          (ask === undefined || (await ask(manifest)))
        if (agrees) {
          await settings.update(async (all) => {
            const confirmedHandlers = { ...all.confirmedHandlers, [resolve(manifest.file)]: hash }
            return { settings: { ...all, confirmedHandlers }, result: undefined }
          })
          changes.emit('endpoints')
        }
        return describe(manifest)
      }),
    async revoke(file) {
      const inspected = await options.inspect(file).catch(() => undefined)
      const paths = new Set([resolve(file), resolve(inspected?.file ?? file)])
      await settings.update(async (all) => {
        const kept = Object.entries(all.confirmedHandlers).filter(([path]) => !paths.has(path))
        return {
          settings: { ...all, confirmedHandlers: Object.fromEntries(kept) },
          result: undefined,
        }
      })
      changes.emit('endpoints')
    },
  }
}

function hashOf(all: Readonly<Record<string, string>>, path: string): string | undefined {
  return Object.hasOwn(all, path) ? all[path] : undefined
}
