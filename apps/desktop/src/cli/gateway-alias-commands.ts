/** @file `patchbay gateway alias …` */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import {
  gatewayAliasSchema,
  wordIssue,
  type ModelAddress,
  type RouteResult,
} from '@patchbay/provider-core/model'
import type { Backend } from '#backend/backend'
import type { GatewayAliasSummary } from '#contract/gateway-shapes'
import type { Run } from './endpoint-commands.ts'
import { toTable } from './output.ts'

interface SetOptions {
  to: string[]
  fallback: string[]
  onContextOverflow?: boolean
}

const collect = (value: string, before: string[]): string[] => [...before, value]

export function addGatewayAliasCommands(gateway: Command, run: Run): void {
  const alias = gateway.command('alias').description('Names of your own that clients may send')

  alias
    .command('list')
    .description('List the aliases with where they lead')
    .action(
      run(async ({ backend, output }) => {
        const aliases = await (await backend()).gateway.aliases.list()
        const text =
          aliases.length === 0
            ? 'There is no alias yet.'
            : toTable(aliases.map((found) => [found.name, describeAlias(found)]))
        output.result(aliases, text)
      }),
    )

  alias
    .command('set')
    .argument('<name>', 'the name that clients send')
    .option(
      '--to <target>',
      'provider/model, or custom-provider/model; with =WEIGHT, and several times, one is picked by weight',
      collect,
      [],
    )
    .option('--fallback <target>', 'tried in order when what was picked fails', collect, [])
    .option('--on-context-overflow', 'also go on when the prompt is too long')
    .description('Make an alias, or replace the one of this name')
    .action(
      run(async ({ backend, output }, name: string, options: SetOptions) => {
        const opened = await backend()
        const find = await createTargetFinder(opened)
        const parsed = gatewayAliasSchema.safeParse({
          name,
          targets: options.to.map((text) => {
            const { target, weight } = splitWeight(text)
            return { address: find(target), weight }
          }),
          fallbacks: options.fallback.map(find),
          onContextOverflow: options.onContextOverflow === true,
        })
        if (!parsed.success)
          throw invalid(parsed.error.issues.map((issue) => wordIssue(issue) ?? issue.message))
        const known = await opened.gateway.aliases.list()
        const exists = known.some((other) => other.name === parsed.data.name)
        const saved = await opened.gateway.aliases.save({
          alias: parsed.data,
          ...(exists ? { previousName: parsed.data.name } : {}),
        })
        if (!saved.ok) throw invalid(saved.issues.map(({ message }) => message))
        for (const note of saved.notes) output.note(`Note: ${note}`)
        output.result(saved.alias, `${saved.alias.name} → ${describeAlias(saved.alias)}`)
      }),
    )

  alias
    .command('remove')
    .argument('<name>', 'the name that clients send')
    .description('Remove an alias')
    .action(
      run(async ({ backend, output }, name: string) => {
        await (await backend()).gateway.aliases.remove(name)
        output.result({ removed: name }, `Removed ${name}.`)
      }),
    )
}

/** Targets are named as clients name models: a provider's id, or what a custom provider is called. */
async function createTargetFinder(backend: Backend): Promise<(text: string) => ModelAddress> {
  const [providers, endpoints, { endpointSlugs }] = await Promise.all([
    backend.providers.list(),
    backend.endpoints.list(),
    import('@patchbay/gateway'),
  ])
  const slugs = endpointSlugs({
    endpoints: Object.fromEntries(endpoints.map((endpoint) => [endpoint.id, endpoint])),
  })
  return (text) => {
    const cut = text.indexOf('/')
    const [head, modelId] = [text.slice(0, cut).toLowerCase(), text.slice(cut + 1)]
    if (cut < 1 || modelId === '')
      throw invalid([`"${text}" is not PROVIDER/MODEL or CUSTOM-PROVIDER/MODEL.`])
    if (providers.some(({ id }) => id === head)) return { providerId: head, modelId }
    const endpoint = endpoints.find(
      ({ id, name }) => slugs.get(id) === head || name.toLowerCase() === head,
    )
    if (endpoint) return { endpointId: endpoint.id, modelId }
    const known = [...providers.map(({ id }) => id), ...slugs.values()].join(', ')
    throw invalid([`"${head}" is no provider and no custom provider. There are ${known}.`])
  }
}

function splitWeight(text: string): { target: string; weight: number } {
  const found = /^(.+)=(\d+(?:\.\d+)?)$/.exec(text)
  return found
    ? { target: found[1] ?? text, weight: Number(found[2]) }
    : { target: text, weight: 1 }
}

function describeAlias(alias: GatewayAliasSummary): string {
  const several = alias.targets.length > 1
  const targets = alias.targetResults.map(
    (result, index) =>
      `${describeResult(result)}${several ? ` (weight ${alias.targets[index]?.weight})` : ''}`,
  )
  const fallbacks = alias.fallbackResults.map(describeResult)
  return [targets.join(' or '), ...fallbacks.map((text) => `then ${text}`)].join(', ')
}

function describeResult(result: RouteResult): string {
  if (!result.ok) return `broken: ${result.refusal.message}`
  const { providerId, endpointName, modelId } = result.route
  return providerId === undefined
    ? `${endpointName}: ${modelId}`
    : `${providerId}/${modelId} (${endpointName})`
}

function invalid(messages: readonly string[]): ProviderError {
  return new ProviderError({ code: 'invalid-request', message: messages.join(' ') })
}
