/** @file Gateway keys: their names and limits in the settings, their values in the vault, both or neither. */
import { randomUUID } from 'node:crypto'
import { ProviderError } from '@patchbay/provider-core'
import type { GatewayKey, SecretChange } from '@patchbay/provider-core/model'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import { changeSecretsThen } from '../endpoints/save-with-secrets.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { keyOwner, keySecretName, makeKeyValue, readKeyValue } from './key-value.ts'

export interface GatewayKeysOptions {
  readonly settings: SettingsStore
  readonly vault: SecretVault
  readonly changes: ChangeHub
  readonly now: () => Date
  /** Milliseconds since 1970 by key id. */
  readonly lastUses: () => Promise<ReadonlyMap<string, number>>
  readonly forgetUse: (id: string) => Promise<void>
}

/** What a person chooses about a key. */
export interface KeyFields {
  readonly name: string
  /** Left out: every model. */
  readonly models?: readonly string[] | undefined
}

export interface GatewayKeys {
  list(): Promise<GatewayKeySummary[]>
  /** Throws `ProviderError('invalid-request')` when the name is taken. */
  create(fields: KeyFields): Promise<GatewayKeySummary>
  /** Throws `ProviderError('missing-secret')` when the vault does not have it. */
  reveal(id: string): Promise<{ value: string }>
  rotate(id: string): Promise<GatewayKeySummary>
  update(input: KeyFields & { readonly id: string }): Promise<GatewayKeySummary>
  revoke(id: string): Promise<void>
  /**
   * A key that works: one without limits rather than another. The first start makes "Default"; where the
   * vault has lost every value, as a vault of memory has in each new process, a value is made for the first.
   */
  ensure(): Promise<{ id: string; value: string }>
}

export function createGatewayKeys(options: GatewayKeysOptions): GatewayKeys {
  const { settings, vault, changes, now } = options

  const summarize = async (key: GatewayKey): Promise<GatewayKeySummary> => {
    const at = (await options.lastUses()).get(key.id)
    // A vault that cannot be read has lost nothing; asking for the value says what is wrong with it.
    const saved = await vault.has(keyOwner, keySecretName(key.id)).catch(() => true)
    return {
      ...key,
      saved,
      ...(at === undefined ? {} : { lastUsedAt: new Date(at).toISOString() }),
    }
  }

  /** Secret first, settings second, undone together. */
  const change = async (
    id: string,
    secret: SecretChange,
    edit: (all: Settings) => Settings,
  ): Promise<void> => {
    await changeSecretsThen(vault, keyOwner, { [keySecretName(id)]: secret }, () =>
      settings.update(async (all) => ({ settings: edit(all), result: undefined })),
    )
    changes.emit('gateway')
  }

  const add = async (fields: KeyFields): Promise<{ key: GatewayKey; value: string }> => {
    const value = makeKeyValue()
    const key = toKey({ id: randomUUID(), createdAt: now().toISOString() }, fields)
    await change(key.id, { state: 'set', value }, (all) => {
      refuseTakenName(all, key)
      return withKeys(all, [...all.gateway.keys, key])
    })
    return { key, value }
  }

  const renew = async (id: string): Promise<{ key: GatewayKey; value: string }> => {
    const value = makeKeyValue()
    let renewed: GatewayKey | undefined
    await change(id, { state: 'set', value }, (all) => {
      const key = { ...findKey(all, id), rotatedAt: now().toISOString() }
      renewed = key
      return replaceKey(all, key)
    })
    return { key: renewed ?? findKey(await settings.read(), id), value }
  }

  return {
    list: async () => Promise.all((await settings.read()).gateway.keys.map(summarize)),

    create: async (fields) => summarize((await add(fields)).key),

    async reveal(id) {
      const key = findKey(await settings.read(), id)
      const value = await readKeyValue(vault, id)
      if (value !== undefined) return { value }
      throw new ProviderError({
        code: 'missing-secret',
        message: `The value of the gateway key "${key.name}" is not in the vault any more. Rotate it to get a new one.`,
      })
    },

    async rotate(id) {
      findKey(await settings.read(), id)
      return summarize((await renew(id)).key)
    },

    async update({ id, ...fields }) {
      const changed = await settings.update(async (all) => {
        const { models: _all, ...kept } = findKey(all, id)
        const key = toKey(kept, fields)
        refuseTakenName(all, key)
        return { settings: replaceKey(all, key), result: key }
      })
      changes.emit('gateway')
      return summarize(changed)
    },

    async revoke(id) {
      findKey(await settings.read(), id)
      await change(id, { state: 'removed' }, (all) =>
        withKeys(
          all,
          all.gateway.keys.filter((key) => key.id !== id),
        ),
      )
      await options.forgetUse(id)
    },

    async ensure() {
      const { keys } = (await settings.read()).gateway
      const byUse = [...keys].toSorted(
        (a, b) => Number(a.models !== undefined) - Number(b.models !== undefined),
      )
      for (const { id } of byUse) {
        const value = await readKeyValue(vault, id)
        if (value !== undefined) return { id, value }
      }
      const [lost] = byUse
      const { key, value } = lost ? await renew(lost.id) : await add({ name: 'Default' })
      return { id: key.id, value }
    },
  }
}

function toKey(kept: Omit<GatewayKey, 'name' | 'models'>, fields: KeyFields): GatewayKey {
  const { name, models } = fields
  return { ...kept, name: name.trim(), ...(models === undefined ? {} : { models: [...models] }) }
}

function findKey(all: Settings, id: string): GatewayKey {
  const key = all.gateway.keys.find((candidate) => candidate.id === id)
  if (!key)
    throw new ProviderError({
      code: 'not-found',
      message: 'This gateway key is not there any more.',
    })
  return key
}

function refuseTakenName(all: Settings, { id, name }: GatewayKey): void {
  const taken = all.gateway.keys.some(
    (key) => key.id !== id && key.name.toLowerCase() === name.toLowerCase(),
  )
  if (taken)
    throw new ProviderError({
      code: 'invalid-request',
      message: `Another gateway key is called "${name}". Choose another name.`,
    })
}

function withKeys(all: Settings, keys: GatewayKey[]): Settings {
  return { ...all, gateway: { ...all.gateway, keys } }
}

function replaceKey(all: Settings, key: GatewayKey): Settings {
  return withKeys(
    all,
    all.gateway.keys.map((other) => (other.id === key.id ? key : other)),
  )
}
