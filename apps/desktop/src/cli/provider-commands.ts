/** @file `patchbay provider …` and `patchbay models` */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import { getSpec } from '@patchbay/provider-core/specs'
import type { CommandContext } from './context.ts'
import type { Run } from './endpoint-commands.ts'
import { findEndpointByName } from './find-endpoint.ts'
import { toTable } from './output.ts'

export function addProviderCommands(program: Command, run: Run): void {
  const provider = program.command('provider').description('Built-in providers and their modes')

  provider
    .command('list')
    .description('List providers with their modes')
    .action(
      run(async ({ backend, output }) => {
        const opened = await backend()
        const [providers, endpoints] = await Promise.all([
          opened.providers.list(),
          opened.endpoints.list(),
        ])
        const nameOf = (id: string | undefined): string =>
          endpoints.find((endpoint) => endpoint.id === id)?.name ?? ''
        const rows = providers.map((found) => [
          found.id,
          found.mode,
          found.mode === 'custom-endpoint'
            ? nameOf(found.endpointId)
            : found.savedKey
              ? 'key saved'
              : 'no key',
          `${found.modelCount} models`,
        ])
        output.result(providers, toTable(rows))
      }),
    )

  provider
    .command('set')
    .argument('<id>', 'provider id, such as anthropic')
    .option('--endpoint <name>', 'send its models to this custom provider')
    .option('--official', "send them to the vendor's own API")
    .option('--key-from-stdin', 'with --official: save the key that is read on standard input')
    .description('Switch a provider')
    .action(
      run(
        async (
          context: CommandContext,
          id: string,
          options: { endpoint?: string; official?: boolean; keyFromStdin?: boolean },
        ) => {
          if ((options.endpoint === undefined) === (options.official !== true)) {
            throw new ProviderError({
              code: 'invalid-request',
              message: 'Give either --endpoint NAME or --official.',
            })
          }
          const backend = await context.backend()
          if (options.keyFromStdin && options.official) {
            const key = (await context.readStandardInput()).trim()
            if (key === '')
              throw new ProviderError({
                code: 'invalid-request',
                message: 'Standard input holds no key.',
              })
            await backend.providers.setKey({ providerId: id, apiKey: { state: 'set', value: key } })
          }
          const endpoint =
            options.endpoint === undefined
              ? undefined
              : await findEndpointByName(backend, options.endpoint)
          const summary = await backend.providers.setMode(
            endpoint
              ? { providerId: id, mode: 'custom-endpoint', endpointId: endpoint.id }
              : { providerId: id, mode: 'official' },
          )
          const target = endpoint ? `"${endpoint.name}"` : 'its official API'
          context.output.result(summary, `${summary.name} now goes to ${target}.`)
        },
      ),
    )

  program
    .command('models')
    .option('--provider <id>', 'only of this provider')
    .option(
      '--endpoint <name>',
      'what this custom provider lists itself, with what is set up for it',
    )
    .description('List models with where they route now')
    .action(
      run(
        async ({ backend, output, signal }, options: { provider?: string; endpoint?: string }) => {
          const opened = await backend()
          if (options.endpoint !== undefined) {
            const endpoint = await findEndpointByName(opened, options.endpoint)
            const { listDraftModels } = await import('#backend/endpoints/endpoint-check')
            // Code has no list to ask for: what was set up is all there is.
            const isHandler = getSpec(endpoint.spec).platform === 'handler'
            const listed =
              isHandler && endpoint.models.length > 0
                ? []
                : await listDraftModels({ id: endpoint.id }, opened.check, signal)
            const ids = [...new Set([...endpoint.models, ...listed])]
            output.result(
              ids.map((id) => ({ id, listed: listed.includes(id) })),
              ids.join('\n'),
            )
            return
          }
          const providers = await opened.providers.list()
          if (
            options.provider !== undefined &&
            !providers.some((known) => known.id === options.provider)
          ) {
            throw new ProviderError({
              code: 'unknown-provider',
              message: `There is no provider "${options.provider}". Known are ${providers.map((known) => known.id).join(', ')}.`,
            })
          }
          const rows = (await opened.models.list()).filter(
            (found) => options.provider === undefined || found.providerId === options.provider,
          )
          output.result(
            rows.map(({ modelId, providerId, groupName, mode, result }) => ({
              id: modelId,
              ...(providerId === undefined ? {} : { provider: providerId }),
              group: groupName,
              mode,
              ...(result.ok ? { route: result.route } : { refusal: result.refusal }),
            })),
            toTable(
              rows.map(({ modelId, providerId, groupName, result }) => [
                providerId === undefined ? modelId : `${providerId}/${modelId}`,
                groupName,
                result.ok
                  ? `${result.route.endpointName} → ${result.route.upstreamModelId}`
                  : result.refusal.message,
              ]),
            ),
          )
        },
      ),
    )
}
