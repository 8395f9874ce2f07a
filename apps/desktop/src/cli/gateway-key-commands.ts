/** @file `patchbay gateway key …` */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type { Backend } from '#backend/backend'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import type { Run } from './endpoint-commands.ts'
import { toTable, type Output } from './output.ts'

export function addGatewayKeyCommands(gateway: Command, run: Run): void {
  const key = gateway.command('key').description('Keys that clients of the gateway send')

  key
    .command('list')
    .description('List the keys, without their values')
    .action(
      run(async ({ backend, output }) => {
        const keys = await (await backend()).gateway.keys.list()
        const rows = keys.map((found) => [
          found.name,
          found.models?.join(', ') ?? 'all models',
          found.saved ? `used ${found.lastUsedAt ?? 'never'}` : 'its value is gone: rotate it',
        ])
        output.result(keys, keys.length === 0 ? 'There is no gateway key yet.' : toTable(rows))
      }),
    )

  key
    .command('create')
    .argument('<name>', 'what the key is called')
    .option(
      '--models <patterns>',
      'only these model names, separated by commas; * stands for any characters',
    )
    .description('Make a key')
    .action(
      run(async ({ backend, output }, name: string, options: { models?: string }) => {
        const models = options.models
          ?.split(',')
          .map((pattern) => pattern.trim())
          .filter(Boolean)
        if (models?.length === 0)
          throw new ProviderError({
            code: 'invalid-request',
            message: '--models names no model. Leave it out to allow all.',
          })
        const opened = await backend()
        const made = await opened.gateway.keys.create({ name, models })
        await tellOfMemory(opened, output)
        output.result(made, `Made. "patchbay gateway key reveal ${quote(made.name)}" shows it.`)
      }),
    )

  key
    .command('reveal')
    .argument('<name>', 'name or id')
    .description('Print the value of a key')
    .action(
      run(async ({ backend, output }, name: string) => {
        const opened = await backend()
        const { id } = await findKey(opened, name)
        const { value } = await opened.gateway.keys.reveal(id)
        output.result({ value }, value)
      }),
    )

  key
    .command('rotate')
    .argument('<name>', 'name or id')
    .description('Give a key a new value; the old one stops working at once')
    .action(
      run(async ({ backend, output }, name: string) => {
        const opened = await backend()
        const { id } = await findKey(opened, name)
        const rotated = await opened.gateway.keys.rotate(id)
        await tellOfMemory(opened, output)
        output.result(
          rotated,
          `Done. "patchbay gateway key reveal ${quote(rotated.name)}" shows it.`,
        )
      }),
    )

  key
    .command('revoke')
    .argument('<name>', 'name or id')
    .description('Take a key back; it stops working at once')
    .action(
      run(async ({ backend, output }, name: string) => {
        const opened = await backend()
        const found = await findKey(opened, name)
        await opened.gateway.keys.revoke(found.id)
        output.result({ revoked: found.id }, `"${found.name}" does not work any more.`)
      }),
    )
}

async function tellOfMemory(backend: Backend, output: Output): Promise<void> {
  if ((await backend.vault.describe()).kind === 'memory')
    output.note('Warning: the value is kept for this command only (PATCHBAY_VAULT=memory).')
}

async function findKey(backend: Backend, nameOrId: string): Promise<GatewayKeySummary> {
  const keys = await backend.gateway.keys.list()
  const wanted = nameOrId.trim().toLowerCase()
  const found =
    keys.find((key) => key.id === nameOrId) ?? keys.find((key) => key.name.toLowerCase() === wanted)
  if (found) return found
  const names = keys.map((key) => `"${key.name}"`).join(', ')
  throw new ProviderError({
    code: 'not-found',
    message: `There is no gateway key "${nameOrId}". ${names === '' ? 'None is made yet.' : `There are ${names}.`}`,
  })
}

function quote(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`
}
