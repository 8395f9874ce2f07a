/** @file `patchbay gateway`: the gateway without a window, and what belongs to it. */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import { boundYoungSpace } from './bound-young-space.ts'
import type { CommandContext } from './context.ts'
import type { Run } from './endpoint-commands.ts'
import { addGatewayAliasCommands } from './gateway-alias-commands.ts'
import { addGatewayKeyCommands } from './gateway-key-commands.ts'
import { parseNumber } from './model-options.ts'
import { toTable } from './output.ts'
import { toUsageTable } from './usage-table.ts'

interface GatewayOptions {
  port?: string
  /** False with --no-key. */
  key: boolean
}

export function addGatewayCommands(program: Command, run: Run): void {
  const gateway = program
    .command('gateway')
    .option(
      '--port <number>',
      'port on 127.0.0.1, 0 for a free one; that of the settings when left out',
    )
    .option('--no-key', 'ask for no key: every program on this machine may send requests')
    .description('Run the gateway, on this machine only, until Ctrl-C')
    .action(run(runGateway))
  addGatewayKeyCommands(gateway, run)
  addGatewayAliasCommands(gateway, run)

  gateway
    .command('models')
    .description('List the names that clients may send')
    .action(
      run(async ({ backend, output }) => {
        const models = await (await backend()).gateway.models()
        output.result(
          models.map(({ name, kind, groupName, result }) => ({
            name,
            kind,
            group: groupName,
            ...(result.ok ? { route: result.route } : { refusal: result.refusal }),
          })),
          models.length === 0
            ? 'There is no name to send yet. Add a custom provider with its models (patchbay endpoint add), give a provider its key (patchbay provider set ID --official --key-from-stdin), or make an alias (patchbay gateway alias set).'
            : toTable(
                models.map(({ name, groupName, result }) => [
                  name,
                  groupName,
                  result.ok
                    ? `${result.route.endpointName} → ${result.route.upstreamModelId}`
                    : result.refusal.message,
                ]),
              ),
        )
      }),
    )

  gateway
    .command('usage')
    .option('--days <number>', 'how many days, today included', '30')
    .description('Requests and tokens by day, model and endpoint')
    .action(
      run(async ({ backend, output }, options: { days: string }) => {
        const days = parseWhole('--days', options.days, 1, 366)
        const rows = await (await backend()).gateway.usage(days)
        const text = rows.length === 0 ? 'No requests yet.' : toUsageTable(rows)
        output.result(rows, text)
      }),
    )
}

async function runGateway(
  { backend, output, signal }: CommandContext,
  options: GatewayOptions,
): Promise<void> {
  const port =
    options.port === undefined ? undefined : parseWhole('--port', options.port, 0, 65_535)
  boundYoungSpace()
  const { gateway } = await backend()
  const asksForKey = options.key && (await gateway.status()).settings.requireKey
  // Made first: a vault that cannot be used is a reason not to start at all.
  const key = asksForKey ? (await gateway.keys.ensure()).value : undefined
  const status = await gateway.start({ port, requireKey: options.key, startedBy: 'command' })
  if (status.url === undefined) {
    const hint = status.portRefused ? ' Give it with --port; 0 takes a free one.' : ''
    throw new ProviderError({
      code: 'settings',
      message: `${status.problem ?? 'The gateway could not start.'}${hint}`,
    })
  }
  if (key === undefined)
    output.note('Warning: no key is asked for. Every program on this machine may send requests.')
  output.result(
    { url: status.url, key: key ?? null },
    [
      `The gateway is at ${status.url}`,
      ...(key === undefined ? [] : [`Key: ${key}`]),
      `OpenAI clients: base URL ${status.url}/v1. Anthropic and Google clients: ${status.url}.`,
      'Stop with Ctrl-C.',
    ].join('\n'),
  )
  if (!signal.aborted)
    await new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    )
}

function parseWhole(option: string, text: string, from: number, to: number): number {
  const value = parseNumber(option, text, from, to)
  if (Number.isInteger(value)) return value
  throw new ProviderError({
    code: 'invalid-request',
    message: `${option} wants a whole number, not "${text}".`,
  })
}
