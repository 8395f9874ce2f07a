/** @file `patchbay chat` */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type {
  ChatRequest,
  ModelAddress,
  ResolvedEndpoint,
  RouteRefusal,
} from '@patchbay/provider-core/model'
import type { Backend } from '#backend/backend'
import type { Run } from './endpoint-commands.ts'
import { findEndpointByName } from './find-endpoint.ts'
import { CommandFailed } from './output.ts'

interface ChatOptions {
  model?: string
  endpoint?: string
  system?: string
  temperature?: string
  maxTokens?: string
  header?: string[]
  assumeModelExists?: boolean
}

export function addChatCommand(program: Command, run: Run): void {
  program
    .command('chat')
    .argument('<prompt>', 'what to say; "-" reads standard input')
    .option('--model <model>', 'PROVIDER/MODEL, or a model id with --endpoint')
    .option('--endpoint <name>', 'send it to this custom provider')
    .option('--system <text>', 'system prompt')
    .option('--temperature <number>', '0 to 2')
    .option('--max-tokens <number>', 'most tokens of the reply')
    .option('--header <name=value...>', 'send one more header; may be given several times')
    .option('--assume-model-exists', 'send an id that nothing knows')
    .description('Send one message and stream the reply')
    .action(
      run(
        async (
          { backend, output, signal, readStandardInput },
          prompt: string,
          options: ChatOptions,
        ) => {
          const text = prompt === '-' ? await readStandardInput() : prompt
          const opened = await backend()
          const address = await parseAddress(opened, options)
          const result = await opened.models.route(address, options.assumeModelExists === true)
          if (!result.ok) throw toRefusalError(result.refusal)
          const resolved = withHeaders(
            await opened.models.resolve(result.route),
            options.header ?? [],
          )
          const request = toRequest(text, options)
          let reasoning = false
          for await (const event of opened.engine.chat(
            { route: result.route, resolved, request },
            { signal },
          )) {
            switch (event.type) {
              case 'text-delta':
                if (reasoning) output.write('\n\n')
                reasoning = false
                output.write(event.text)
                break
              case 'reasoning-delta':
                if (!reasoning) output.write('Thinking: ')
                reasoning = true
                output.write(event.text)
                break
              case 'finish':
                output.write('\n')
                break
              case 'start':
                for (const warning of event.warnings ?? [])
                  output.note(`Warning: ${warning.message}`)
                break
              case 'error':
                output.write('\n')
                output.result({ type: 'error', error: event.error }, '')
                output.note(`Error: ${event.error.message}`)
                throw new CommandFailed()
              case 'signature':
              case 'raw':
                continue
            }
            if (event.type !== 'start') output.result(event, '')
          }
        },
      ),
    )
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
  { model, endpoint }: ChatOptions,
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

function withHeaders(resolved: ResolvedEndpoint, rows: readonly string[]): ResolvedEndpoint {
  const headers = { ...resolved.endpoint.headers }
  for (const row of rows) {
    const equals = row.indexOf('=')
    if (equals < 1)
      throw new ProviderError({
        code: 'invalid-request',
        message: `--header wants NAME=VALUE, not "${row.slice(0, 20)}".`,
      })
    headers[row.slice(0, equals).trim()] = row.slice(equals + 1)
  }
  return { ...resolved, endpoint: { ...resolved.endpoint, headers } }
}

function toRequest(text: string, options: ChatOptions): ChatRequest {
  return {
    messages: [
      ...(options.system === undefined
        ? []
        : [
            { role: 'system' as const, content: [{ type: 'text' as const, text: options.system }] },
          ]),
      { role: 'user', content: [{ type: 'text', text }] },
    ],
    ...(options.temperature === undefined
      ? {}
      : { temperature: parseNumber('--temperature', options.temperature, 0, 2) }),
    ...(options.maxTokens === undefined
      ? {}
      : { maxOutputTokens: parseNumber('--max-tokens', options.maxTokens, 1, 1e7) }),
  }
}

function parseNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number) || number < least || number > most) {
    throw new ProviderError({
      code: 'invalid-request',
      message: `${name} wants a number from ${least} to ${most}, not "${text}".`,
    })
  }
  return number
}
