/** @file `patchbay complete` */
import type { Command } from 'commander'
import type { CompletionRequest } from '@patchbay/provider-core/model'
import type { Run } from './endpoint-commands.ts'
import {
  addModelOptions,
  parseCount,
  parseNumber,
  resolveModel,
  type ModelOptions,
} from './model-options.ts'
import { CommandFailed } from './output.ts'

interface CompleteOptions extends ModelOptions {
  suffix?: string
  temperature?: string
  maxTokens?: string
}

/** With --json one event a line, as `patchbay chat` prints them: `start`, `text-delta` …, then `finish` or `error`. */
export function addCompleteCommand(program: Command, run: Run): void {
  addModelOptions(program.command('complete'))
    .argument('<prompt>', 'text to go on from; "-" reads standard input')
    .option('--suffix <text>', 'text that follows what is filled in')
    .option('--temperature <number>', '0 to 2')
    .option('--max-tokens <number>', 'most tokens of the text')
    .description('Complete a text with a legacy completion model and stream it')
    .action(
      run(
        async (
          { backend, output, signal, readStandardInput },
          given: string,
          options: CompleteOptions,
        ) => {
          const prompt = given === '-' ? await readStandardInput() : given
          const opened = await backend()
          const { route, resolved, headers } = await resolveModel(opened, options, output)
          const call = { route, resolved, request: toRequest(prompt, options) }
          for await (const event of opened.engine.complete(call, { signal, headers })) {
            if (event.type === 'text-delta') output.write(event.text)
            if (event.type === 'start')
              for (const { message } of event.warnings ?? []) output.note(`Warning: ${message}`)
            if (event.type === 'finish' || event.type === 'error') output.endLine()
            const verified = event.type === 'start' ? { verified: route.verified } : {}
            output.result({ ...event, ...verified }, '')
            if (event.type === 'error') {
              output.note(`Error: ${event.error.message}`)
              throw new CommandFailed()
            }
          }
        },
      ),
    )
}

function toRequest(
  prompt: string,
  { suffix, temperature, maxTokens }: CompleteOptions,
): CompletionRequest {
  return {
    prompt,
    ...(suffix === undefined ? {} : { suffix }),
    ...(temperature === undefined
      ? {}
      : { temperature: parseNumber('--temperature', temperature, 0, 2) }),
    ...(maxTokens === undefined
      ? {}
      : { maxOutputTokens: parseCount('--max-tokens', maxTokens, 1, 1e7) }),
  }
}
