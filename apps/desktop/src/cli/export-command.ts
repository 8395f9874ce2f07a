/** @file `patchbay export`: the set-up as our bundle (sealed, with its keys, where asked) or for LiteLLM. */
import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import { exportInputSchema, shortestPassphrase, type ExportResult } from '#contract/data-shapes'
import { readPassphrase } from './ask-passphrase.ts'
import type { Run } from './endpoint-commands.ts'

const passphraseVariable = 'PATCHBAY_EXPORT_PASSPHRASE'

interface Options {
  format: string
  sealed?: boolean
  output?: string
}

export function addExportCommand(program: Command, run: Run): void {
  program
    .command('export')
    .option('--format <format>', 'bundle, or litellm for its config.yaml', 'bundle')
    .option(
      '--sealed',
      `with all keys, sealed with a passphrase (from ${passphraseVariable}, or asked for)`,
    )
    .option('-o, --output <file>', 'write to this file; without it the text is printed')
    .description('Print the set-up; without --sealed no key is in it')
    .action(
      run(async ({ backend, output }, options: Options) => {
        const format = parseFormat(options.format)
        if (options.sealed && format !== 'bundle') {
          throw invalid('Only a bundle can be sealed. Leave out --sealed or --format litellm.')
        }
        const passphrase = options.sealed ? await askPassphrase() : undefined
        const exported = await (await backend()).data.export({ format, passphrase })
        const { text, variables, report, secrets } = exported
        if (options.output !== undefined) {
          await write(options.output, text)
          output.result(
            { file: options.output, variables, report, secrets },
            [`Written to ${options.output}.`, ...wordRest(exported)].join('\n'),
          )
          return
        }
        if (format === 'bundle') output.result(JSON.parse(text), text.trimEnd())
        else output.result({ text, variables, report }, text.trimEnd())
        if (!output.json) for (const line of wordRest(exported)) output.note(line)
      }),
    )
}

function wordRest({ variables, report }: ExportResult): string[] {
  const lost = report.filter((line) => line.outcome !== 'exact')
  return [
    ...(variables.length === 0 ? [] : ['Set these variables where it is used:']),
    ...variables.map((variable) => `  ${variable.name}: ${variable.for}`),
    ...(lost.length === 0 ? [] : ['Not in it, or said in another way:']),
    ...lost.map(({ path, message }) => `  ${path}: ${message ?? ''}`),
  ]
}

async function askPassphrase(): Promise<string> {
  const passphrase = await readPassphrase(
    passphraseVariable,
    `Passphrase (at least ${shortestPassphrase} characters):`,
    { env: process.env, terminal: process.stdin, prompt: process.stderr },
  )
  const parsed = exportInputSchema.shape.passphrase.safeParse(passphrase)
  if (!parsed.success)
    throw invalid(`The passphrase is too short. Use at least ${shortestPassphrase} characters.`)
  return passphrase
}

function parseFormat(format: string): 'bundle' | 'litellm' {
  if (format === 'bundle' || format === 'litellm') return format
  throw invalid(`--format wants bundle or litellm, not "${format}".`)
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600 })
  } catch (error) {
    throw new ProviderError({
      code: 'invalid-request',
      message: `${file} cannot be written. Choose another place.`,
      cause: error,
    })
  }
}

function invalid(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message })
}
