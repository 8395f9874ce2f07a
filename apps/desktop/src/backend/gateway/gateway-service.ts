/** @file The gateway in the app, put together: its life, keys, aliases, names, requests and usage. */
import { findModelAnywhere, ProviderError, type ProviderEngine } from '@patchbay/provider-core'
import type { GatewayHost } from '@patchbay/gateway'
import type { CatalogueProvider } from '@patchbay/provider-core/model'
import type {
  GatewayModel,
  GatewayRequestPart,
  GatewaySettingsChange,
  GatewayStatus,
  GatewayUsageRow,
  MoveGatewayResult,
} from '#contract/gateway-shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import type { ChatService } from '../chat/chat-service.ts'
import type { ModelService } from '../models/model-service.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { createConfigSource, toNameConfig } from './config-source.ts'
import { createGatewayAliases, type GatewayAliases } from './gateway-aliases.ts'
import { createGatewayKeys, type GatewayKeys } from './gateway-keys.ts'
import { createGatewayRunner, type RunHost, type StartChoices } from './gateway-runner.ts'
import { createRequestInspector, type RequestInspector } from './request-inspector.ts'
import { createRequestLog } from './request-log.ts'
import type { RunningMarks } from './running-mark.ts'
import { createUsageRecorder } from './usage-recorder.ts'
import type { UsageStore } from './usage-store.ts'

export interface GatewayServiceOptions {
  readonly catalogue: readonly CatalogueProvider[]
  readonly settings: SettingsStore
  readonly vault: SecretVault
  readonly changes: ChangeHub
  readonly models: ModelService
  readonly chat: ChatService
  /** `undefined` in tests whose engine is scripted: then it cannot be started. */
  readonly engine: ProviderEngine | undefined
  readonly openUsage: () => Promise<UsageStore>
  readonly marks: RunningMarks
  readonly version: string
  readonly now: () => Date
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface GatewayService {
  status(): Promise<GatewayStatus>
  start(choices?: StartChoices): Promise<GatewayStatus>
  /** Starts it where the settings say so. Never rejects: what went wrong is the status's `problem`. */
  startWithApp(): Promise<void>
  stop(): Promise<GatewayStatus>
  /** Keeps the port and goes on there; where it cannot be had, nothing changes. */
  moveTo(port: number): Promise<MoveGatewayResult>
  updateSettings(change: GatewaySettingsChange): Promise<GatewayStatus>
  readonly keys: GatewayKeys
  readonly aliases: GatewayAliases
  models(): Promise<GatewayModel[]>
  readonly inspector: RequestInspector
  watchRequests(signal: AbortSignal): AsyncGenerator<GatewayRequestPart, void, void>
  clearRequests(): void
  usage(days: number): Promise<GatewayUsageRow[]>
  close(): Promise<void>
}

/** Requests that run when the app is quit. */
const quitGraceMs = 1000

export function createGatewayService(options: GatewayServiceOptions): GatewayService {
  const { catalogue, settings, vault, changes, models, chat, now } = options
  const recorder = createUsageRecorder({ open: options.openUsage, now })
  const log = createRequestLog({ wait: options.wait })
  const keys = createGatewayKeys({
    settings,
    vault,
    changes,
    now,
    lastUses: recorder.lastUses,
    forgetUse: recorder.forgetUse,
  })

  const createHost = ({ requireKey = true }: StartChoices): RunHost => {
    const { engine } = options
    if (!engine)
      throw new ProviderError({ code: 'internal', message: 'There is nothing to run it on here.' })
    const source = createConfigSource({
      catalogue,
      settings,
      vault,
      models,
      changes,
      keysAreAsked: () => requireKey,
    })
    const host: GatewayHost = {
      engine,
      config: source.config,
      resolve: source.resolve,
      onBegin: log.begin,
      onKeep: log.keep,
      onEnd(trace) {
        log.end(trace)
        recorder.record(trace)
      },
    }
    return { host, close: source.close }
  }
  const runner = createGatewayRunner({
    settings,
    changes,
    keys,
    marks: options.marks,
    version: options.version,
    now,
    createHost,
  })

  const followKeepBodies = async (): Promise<void> => {
    log.setKeepBodies((await settings.read()).gateway.keepBodies)
  }
  const stopFollowing = changes.listen((topics) => {
    // Settings that cannot be read say so where they are asked for.
    if (topics.includes('gateway')) followKeepBodies().catch(() => undefined)
  })

  return {
    status: runner.status,
    async start(choices) {
      await followKeepBodies()
      return runner.start(choices)
    },
    async startWithApp() {
      try {
        if (!(await settings.read()).gateway.startWithApp) return
        await followKeepBodies()
        await runner.start()
      } catch {
        // Settings that cannot be read are told as a notice; the app itself starts.
      }
    },
    stop: () => runner.stop(),
    async moveTo(port) {
      const refused = await runner.moveTo(port, () =>
        settings.update(async (all) => ({
          settings: { ...all, gateway: { ...all.gateway, port } },
          result: undefined,
        })),
      )
      if (refused) return { ok: false, problem: refused.problem }
      changes.emit('gateway')
      return { ok: true, status: await runner.status() }
    },
    async updateSettings(change) {
      const given = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      )
      await settings.update(async (all) => ({
        settings: { ...all, gateway: { ...all.gateway, ...given } },
        result: undefined,
      }))
      await followKeepBodies()
      changes.emit('gateway')
      return runner.status()
    },
    keys,
    aliases: createGatewayAliases({
      settings,
      changes,
      catalogue,
      describeHidden: (name, all) => describeHidden(name, all, catalogue),
    }),
    async models() {
      const { listNames } = await import('@patchbay/gateway')
      return [...listNames(toNameConfig(await settings.read(), catalogue))]
    },
    inspector: createRequestInspector({
      find: log.get,
      settings,
      vault,
      models,
      chat,
      now,
      url: async () => runner.url() ?? `http://127.0.0.1:${(await settings.read()).gateway.port}`,
    }),
    watchRequests: log.watch,
    clearRequests: log.clear,
    usage: recorder.usage,
    async close() {
      stopFollowing()
      // Settings that cannot be read any more must not keep the app from ending.
      await runner.stop(quitGraceMs).catch(() => undefined)
      await recorder.close()
    },
  }
}

/** Where a name leads without any alias. */
async function describeHidden(
  name: string,
  all: Settings,
  catalogue: readonly CatalogueProvider[],
): Promise<string | undefined> {
  const { listNames } = await import('@patchbay/gateway')
  const config = { ...toNameConfig(all, catalogue), aliases: new Map() }
  const listed = listNames(config).find((known) => known.name === name)
  const owner = listed?.groupName ?? findModelAnywhere(name)?.provider.name
  return owner === undefined ? undefined : `a model of ${owner}`
}
