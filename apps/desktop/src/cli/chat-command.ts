/** @file `patchbay chat` */
import type { Command } from 'commander'
import type { ChatRequest } from '@patchbay/provider-core/model'
import type { Run } from './endpoint-commands.ts'
import {
  addModelOptions,
  parseCount,
  parseNumber,
  resolveModel,
  type ModelOptions,
} from './model-options.ts'
import { CommandFailed } from './output.ts'

interface ChatOptions extends ModelOptions {
  system?: string
  temperature?: string
  maxTokens?: string
}

/**
 * With --json one event a line: `start` with `verified` and the warnings, pieces as they come, then `finish` or
 * `error`.
 */
export function addChatCommand(program: Command, run: Run): void {
  addModelOptions(program.command('chat'))
    .argument('<prompt>', 'what to say; "-" reads standard input')
    .option('--system <text>', 'system prompt')
    .option('--temperature <number>', '0 to 2')
    .option('--max-tokens <number>', 'most tokens of the reply')
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
          const { route, resolved, headers } = await resolveModel(opened, options, output)
          const request = toRequest(text, options)
          let reasoning = false
          const calls = new Map<string, string>()
          for await (const event of opened.engine.chat(
            { route, resolved, request },
            { signal, headers },
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
              case 'tool-call-start':
                calls.set(event.id, `${event.name} `)
                break
              case 'tool-call-delta':
                calls.set(event.id, `${calls.get(event.id) ?? ''}${event.arguments}`)
                break
              case 'tool-call-end':
                output.endLine()
                output.write(`Tool call: ${calls.get(event.id) ?? ''}\n`)
                break
              case 'finish':
                output.endLine()
                break
              case 'start':
                for (const warning of event.warnings ?? [])
                  output.note(`Warning: ${warning.message}`)
                output.result({ ...event, verified: route.verified }, '')
                continue
              case 'error':
                output.endLine()
                output.result({ type: 'error', error: event.error }, '')
                output.note(`Error: ${event.error.message}`)
                throw new CommandFailed()
              case 'signature':
              case 'raw':
                continue
              default:
                break
            }
            output.result(event, '')
          }
        },
      ),
    )
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
      : { maxOutputTokens: parseCount('--max-tokens', options.maxTokens, 1, 1e7) }),
  }
}
