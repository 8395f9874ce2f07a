/** @file `patchbay discover`: model servers that run on this machine. */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type { FoundServer } from '#contract/discovery-contract'
import type { Run } from './endpoint-commands.ts'
import { toTable } from './output.ts'

export function addDiscoverCommand(program: Command, run: Run): void {
  program
    .command('discover')
    .option('--add <name>', 'save this one as a custom provider: its name, kind or base URL')
    .description(
      'Find Ollama, LM Studio, vLLM, llama.cpp and LiteLLM on this machine; sends no key',
    )
    .action(
      run(async (context, options: { add?: string }) => {
        const { discovery } = await context.backend()
        const found = await discovery.find({ fresh: true })
        if (options.add !== undefined) {
          const server = pickServer(found, options.add)
          const { id, name, baseUrl, models } = await discovery.add(server.baseUrl)
          context.output.result(
            { id, name, baseUrl, models },
            server.endpointId === undefined
              ? `Added "${name}" (${id}) with ${countModels(models)}.`
              : `It is here already as "${name}" (${id}). Nothing was changed.`,
          )
          return
        }
        const shown = found.map(
          ({ dismissed: _dismissed, answeredMs: _answered, ...server }) => server,
        )
        context.output.result(
          shown,
          found.length === 0
            ? 'No model server was found on this machine.'
            : toTable(
                found.map((server) => [
                  server.name,
                  server.baseUrl,
                  server.wantsKey ? 'wants a key' : countModels(server.models),
                  server.endpointId === undefined ? '' : 'added already',
                ]),
              ),
        )
      }),
    )
}

function pickServer(found: readonly FoundServer[], wanted: string): FoundServer {
  const word = wanted.trim().toLowerCase()
  const server = found.find(({ kind, name, baseUrl }) =>
    [kind, name.toLowerCase(), baseUrl].includes(word),
  )
  if (server !== undefined) return server
  const names = found.map(({ name }) => `"${name}"`).join(', ')
  throw new ProviderError({
    code: 'unknown-endpoint',
    message: `"${wanted}" was not found on this machine. ${names === '' ? 'Nothing was.' : `There are ${names}.`}`,
  })
}

function countModels({ length }: readonly string[]): string {
  return length === 1 ? '1 model' : `${length} models`
}
