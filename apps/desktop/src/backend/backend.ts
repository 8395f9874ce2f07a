/** @file Puts the services together. Each host calls this once; everything a service needs is passed in. */
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { catalogue, type HandlerHost } from '@patchbay/provider-core'
import type { AppInfo, Theme } from '#contract/shapes'
import { createChangeHub, type ChangeHub } from './app/change-hub.ts'
import { createChatService, type ChatService } from './chat/chat-service.ts'
import { openChatStore, type ChatStore } from './chat/chat-store.ts'
import type { DataService } from './data/data-service.ts'
import { loadDataService } from './data/load-data-service.ts'
import { usualPorts, type DiscoveryPorts } from './discovery/discovery-ports.ts'
import { createDiscoveryService, type DiscoveryService } from './discovery/discovery-service.ts'
import { createEmbeddedServers } from './endpoints/embedded-endpoints.ts'
import {
  createConfirmedCommands,
  type CommandLine,
  type ConfirmedCommands,
} from './endpoints/confirmed-commands.ts'
import { createCheckMemory, type EndpointCheckOptions } from './endpoints/endpoint-check.ts'
import { createEndpointService, type EndpointService } from './endpoints/endpoint-service.ts'
import type { Engine } from './engine.ts'
import { createHandlerService, type HandlerService } from './handlers/handler-service.ts'
import type { HandlerManifest } from './handlers/confirmed-handlers.ts'
import type { CreateHandlerRuntime } from './handlers/handler-runtime.ts'
import { createGatewayService, type GatewayService } from './gateway/gateway-service.ts'
import { createRunningMarks } from './gateway/running-mark.ts'
import { openUsageStore } from './gateway/usage-store.ts'
import { createLinkInbox, type LinkInbox } from './links/link-inbox.ts'
import { createModelService, type ModelService } from './models/model-service.ts'
import { createProviderService, type ProviderService } from './providers/provider-service.ts'
import type { SettingsFile } from './storage/settings-file.ts'
import { createSettingsStore, type SettingsStore } from './storage/settings-store.ts'
import { createFileVault } from './vault/file-vault.ts'
import { createKeychainVault } from './vault/keychain-vault.ts'
import { createMemoryVault } from './vault/memory-vault.ts'
import { createVaultHolder, type VaultHolder, type VaultOptions } from './vault/vault-holder.ts'

export interface BackendOptions {
  /** Data folder, absolute. */
  readonly home: string
  /** Keeps keychain entries of several data folders apart; empty for the usual one. */
  readonly keychainScope: string
  readonly version: string
  readonly host: AppInfo['host']
  readonly vault: VaultOptions
  readonly settingsFile: SettingsFile
  /** @param handlers runs the code of custom handlers */
  readonly createEngine: (handlers: HandlerHost) => Engine
  /** Left out where no custom handler can run. */
  readonly createHandlerRuntime?: CreateHandlerRuntime | undefined
  readonly startDemo: () => Promise<{ baseUrl: string; close(): Promise<void> }>
  /** XDG_CURRENT_DESKTOP, for the keychain's name. */
  readonly desktop: string | undefined
  /** Where local servers are looked for; the usual ports when left out. */
  readonly discoveryPorts?: DiscoveryPorts | undefined
  readonly now?: () => Date
  /** An environment variable of this machine, asked for only where an endpoint names it. */
  readonly readVariable?: ((name: string) => string | undefined) | undefined
  /** Asks the person outside of any page whether a program may be run for a token. */
  readonly askToRun?: (command: CommandLine) => Promise<boolean>
  /** The same about the files of a custom handler. */
  readonly askToAllow?: ((manifest: HandlerManifest) => Promise<boolean>) | undefined
  /** The system's own dialog for the file of a custom handler, where the host has one. */
  readonly chooseHandlerFile?: (() => Promise<string | undefined>) | undefined
}

export interface Backend {
  readonly settings: SettingsStore
  readonly vault: VaultHolder
  readonly changes: ChangeHub
  readonly endpoints: EndpointService
  readonly check: EndpointCheckOptions
  readonly commands: ConfirmedCommands
  readonly handlers: HandlerService
  readonly providers: ProviderService
  readonly models: ModelService
  readonly chat: ChatService
  readonly data: DataService
  readonly discovery: DiscoveryService
  readonly links: LinkInbox
  readonly gateway: GatewayService
  readonly engine: Engine
  info(): Promise<AppInfo>
  setTheme(theme: Theme): Promise<void>
  close(): Promise<void>
}

export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { home, now = () => new Date(), readVariable = () => undefined } = options
  await mkdir(home, { recursive: true, mode: 0o700 })
  const settings = createSettingsStore(options.settingsFile, now)
  const vault = createVaultHolder(
    settings,
    {
      keychain: () =>
        createKeychainVault({ home, scope: options.keychainScope, desktop: options.desktop }),
      file: () => createFileVault(home),
      memory: () => createMemoryVault(),
    },
    options.vault,
  )
  const changes = createChangeHub()
  const handlers = createHandlerService({
    settings,
    changes,
    createRuntime: options.createHandlerRuntime,
    ask: options.askToAllow,
    chooseFile: options.chooseHandlerFile,
  })
  const engine = options.createEngine(handlers.host)
  const embedded = createEmbeddedServers(options.startDemo)
  const memory = createCheckMemory()
  const endpoints = createEndpointService({
    settings,
    vault,
    changes,
    now,
    providerName: (id) => catalogue.find((provider) => provider.id === id)?.name ?? id,
    lastCheckOf: memory.lastCheckOf,
  })
  const models = createModelService({ catalogue, settings, vault, embedded, readVariable })

  let openingChats: Promise<ChatStore> | undefined
  const chats = (): Promise<ChatStore> =>
    (openingChats ??= openChatStore(join(home, 'chats.sqlite')).then((store) => {
      store.settleInterrupted()
      return store
    }))

  // Another process may have written the settings: windows ask again.
  const stopWatching = settings.onChange(() =>
    changes.emit('app', 'endpoints', 'providers', 'gateway'),
  )
  const noticeOf = (error: unknown): AppInfo['notices'][number] => ({
    id: `settings-${randomUUID()}`,
    severity: 'error',
    message: error instanceof Error ? error.message : 'The settings cannot be read.',
  })

  const marks = createRunningMarks(home)
  const chat = createChatService({
    store: chats,
    models,
    engine,
    changes,
    now,
    clock: () => performance.now(),
  })
  const gateway = createGatewayService({
    catalogue,
    settings,
    vault,
    changes,
    models,
    chat,
    engine: engine.core,
    openUsage: () => openUsageStore(join(home, 'gateway.sqlite')),
    marks,
    version: options.version,
    now,
    wait: (ms, signal) => setTimeout(ms, undefined, { signal, ref: false }),
  })

  const discovery = createDiscoveryService({
    settings,
    endpoints,
    changes,
    send: engine.core?.send,
    ports: options.discoveryPorts ?? usualPorts,
    async isOwnGateway(port) {
      const { url } = await gateway.status()
      return url?.endsWith(`:${port}`) === true || (await marks.find(port)) !== undefined
    },
    clock: () => performance.now(),
  })

  return {
    settings,
    vault,
    changes,
    endpoints,
    check: { endpoints, vault, engine, embedded, memory, readVariable },
    commands: createConfirmedCommands(settings, options.askToRun),
    handlers,
    providers: createProviderService({ catalogue, settings, vault, changes }),
    models,
    chat,
    data: loadDataService({ catalogue, settings, vault, changes, now, readVariable }),
    discovery,
    links: createLinkInbox(endpoints),
    gateway,
    engine,
    async info() {
      let theme: Theme = 'system'
      const notices = [...settings.notices()]
      try {
        theme = (await settings.read()).theme
      } catch (error) {
        notices.push(noticeOf(error))
      }
      return {
        version: options.version,
        host: options.host,
        home,
        platform: process.platform,
        theme,
        vault: await vault.describe(),
        // Reading may just have set a corrupt file aside.
        notices: [
          ...new Map(
            [...notices, ...settings.notices()].map((notice) => [notice.id, notice]),
          ).values(),
        ],
      }
    },
    async setTheme(theme) {
      await settings.update(async (all) => ({ settings: { ...all, theme }, result: undefined }))
      changes.emit('app')
    },
    async close() {
      stopWatching()
      discovery.close()
      await gateway.close()
      await embedded.close()
      await handlers.close()
      await engine.close()
      ;(await openingChats?.catch(() => undefined))?.close()
    },
  }
}
