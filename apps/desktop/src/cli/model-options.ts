/** @file How every command names a model: PROVIDER/MODEL, or an endpoint and an id; with headers of one call. */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type {
  ModelAddress,
  ResolvedEndpoint,
  Route,
  RouteRefusal,
} from '@patchbay/provider-core/model'
import type { Backend } from '#backend/backend'
import { findEndpointByName } from './find-endpoint.ts'
import type { Output } from './output.ts'

export interface ModelOptions {
  model?: string
  endpoint?: string
  header: string[]
  assumeModelExists?: boolean
}

/** Adds the options that name a model. */
export function addModelOptions(command: Command): Command {
  return command
    .option('--model <model>', 'PROVIDER/MODEL, or a model id with --endpoint')
    .option('--endpoint <name>', 'send it to this custom provider')
    .option(
      '--header <name=value>',
      'send one more header; may be given several times',
      (row: string, rows: string[]) => [...rows, row],
      [],
    )
    .option('--assume-model-exists', 'send an id that nothing knows')
}

/** The route that the options name, with its secrets filled in; says so when it is unverified. Throws `ProviderError`. */
export async function resolveModel(
  backend: Backend,
  options: ModelOptions,
  output: Output,
): Promise<{
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  /** Headers of this call only. */
  readonly headers: Readonly<Record<string, string>>
}> {
  const address = await parseAddress(backend, options)
  const result = await backend.models.route(address, options.assumeModelExists === true)
  if (!result.ok) throw toRefusalError(result.refusal)
  const resolved = await backend.models.resolve(result.route)
  if (!result.route.verified)
    output.note(`Note: "${result.route.modelId}" is unverified; what it can do is not checked.`)
  return { route: result.route, resolved, headers: parseHeaders(options.header) }
}

function toRefusalError({
  code,
  message,
  nearest = [],
  suggestedMapping,
}: RouteRefusal): ProviderError {
  const hints = [
    message,
    ...(nearest.length > 0 && !nearest.some((id) => message.includes(id))
      ? [`Nearest are ${nearest.join(', ')}.`]
      : []),
    ...(suggestedMapping && !message.includes(suggestedMapping.to)
      ? [`Add ${JSON.stringify({ [suggestedMapping.from]: suggestedMapping.to })} to modelMapping.`]
      : []),
    ...(code === 'unknown-model' ? ['With --assume-model-exists it is sent as typed.'] : []),
  ]
  return new ProviderError({ code, message: hints.join(' ') })
}

async function parseAddress(
  backend: Backend,
  { model, endpoint }: ModelOptions,
): Promise<ModelAddress> {
  if (model === undefined || model === '') {
    throw new ProviderError({
      code: 'invalid-request',
      message: 'Name a model: --model PROVIDER/MODEL, or --endpoint NAME --model ID.',
    })
  }
  if (endpoint !== undefined)
    return { endpointId: (await findEndpointByName(backend, endpoint)).id, modelId: model }
  const slash = model.indexOf('/')
  if (slash < 1 || slash === model.length - 1) {
    throw new ProviderError({
      code: 'invalid-request',
      message: `"${model}" names no provider. Write PROVIDER/MODEL, such as anthropic/claude-sonnet-4-6, or add --endpoint NAME.`,
    })
  }
  return { providerId: model.slice(0, slash), modelId: model.slice(slash + 1) }
}

function parseHeaders(rows: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const row of rows) {
    const equals = row.indexOf('=')
    if (equals < 1)
      throw new ProviderError({
        code: 'invalid-request',
        message: `--header wants NAME=VALUE, not "${row.slice(0, 20)}".`,
      })
    headers[row.slice(0, equals).trim()] = row.slice(equals + 1)
  }
  return headers
}

/** A whole number of the command line, from `least` to `most`. Throws `ProviderError`. */
export function parseCount(name: string, text: string, least: number, most: number): number {
  const number = parseNumber(name, text, least, most)
  if (Number.isInteger(number)) return number
  throw new ProviderError({
    code: 'invalid-request',
    message: `${name} wants a whole number, not "${text}".`,
  })
}

/** A number of the command line, from `least` to `most`. Throws `ProviderError`. */
export function parseNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number) || number < least || number > most) {
    throw new ProviderError({
      code: 'invalid-request',
      message: `${name} wants a number from ${least} to ${most}, not "${text}".`,
    })
  }
  return number
}
