/** @file `patchbay import`: a set-up of any known format; without --yes only its report. */
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { SetupInput } from '#backend/data/read-source'
import { ProviderError } from '@patchbay/provider-core'
import {
  duplicateChoices,
  duplicateChoiceSchema,
  setupFormats,
  setupFormatSchema,
  type DuplicateChoice,
  type ImportChoices,
  type ImportPreview,
  type SetupFormat,
} from '#contract/data-shapes'
import { readPassphrase } from './ask-passphrase.ts'
import type { CommandContext } from './context.ts'
import { tellOfMemory, type Run } from './endpoint-commands.ts'
import { addExportCommand } from './export-command.ts'
import { createIncludeReader } from './read-include.ts'
import { wordPreview, wordResult } from './word-import.ts'

interface Options {
  format?: string
  yes?: boolean
  duplicates: string
  resolve?: boolean
  env?: boolean
  passphraseEnv: string
}

export function addDataCommands(program: Command, run: Run): void {
  addExportCommand(program, run)
  program
    .command('import')
    .argument('[file]', 'a set-up; "-" reads standard input')
    .option('--format <format>', `${setupFormats.join(', ')}; found out when left out`)
    .option('--yes', 'save; without it the report is printed and nothing is changed')
    .option(
      '--duplicates <choice>',
      `${duplicateChoices.join(', ')} what is here already`,
      'rename',
    )
    .option('--resolve', 'save the values of environment variables instead of their names')
    .option('--env', 'take the exported variables of this shell, as references')
    .option(
      '--passphrase-env <name>',
      'variable with the passphrase of a sealed bundle',
      'PATCHBAY_EXPORT_PASSPHRASE',
    )
    .description('Take a set-up in: LiteLLM, .env, LibreChat, opencode, VS Code, or a bundle')
    .action(
      run(async (context, file: string | undefined, options: Options) => {
        const duplicate = parseDuplicates(options.duplicates)
        const backend = await context.backend()
        const { data } = backend
        const given = await readInput(context, file, options)
        const { source, preview } = await openSealed(
          given,
          (input) => data.previewImport(input),
          options.passphraseEnv,
        )
        if (!options.yes) {
          const lines = [...wordPreview(preview), 'Nothing was saved. Add --yes to save.']
          context.output.result(preview, lines.join('\n'))
          return
        }
        const choices = takeAll(preview, duplicate, options.resolve === true)
        const result = await data.applyImport({ source, choices })
        await tellOfMemory(backend, context, holdsSecret(preview))
        const short = (all: readonly { id: string; name: string; spec: string }[]) =>
          all.map(({ id, name, spec }) => ({ id, name, spec }))
        context.output.result(
          {
            ...result,
            added: short(result.added),
            merged: short(result.merged),
            report: preview.report,
          },
          [...wordPreview(preview), ...wordResult(result)].join('\n'),
        )
      }),
    )
}

async function readInput(
  context: CommandContext,
  file: string | undefined,
  options: Options,
): Promise<SetupInput> {
  if (options.env) {
    if (file !== undefined) throw invalid('Name a file or use --env, not both.')
    return { variables: process.env }
  }
  if (file === undefined) throw invalid('Name a file, "-" for standard input, or use --env.')
  const format = parseFormat(options.format)
  if (file === '-') return { text: await context.readStandardInput(), format }
  return {
    text: await readText(file),
    fileName: file,
    format,
    readInclude: createIncludeReader(file),
  }
}

/** The preview; of a sealed bundle once its passphrase was given. */
async function openSealed(
  source: SetupInput,
  preview: (source: SetupInput) => Promise<ImportPreview>,
  variable: string,
): Promise<{ source: SetupInput; preview: ImportPreview & { ok: true } }> {
  const first = await preview(source)
  if (first.ok) return { source, preview: first }
  if (first.sealed !== true || 'variables' in source) throw invalid(first.message)
  const passphrase = await readPassphrase(variable, 'Passphrase of the bundle:', {
    env: process.env,
    terminal: process.stdin,
    prompt: process.stderr,
  })
  const opened = { ...source, passphrase }
  const second = await preview(opened)
  if (!second.ok) throw invalid(second.message)
  return { source: opened, preview: second }
}

function takeAll(
  preview: ImportPreview & { ok: true },
  duplicate: DuplicateChoice,
  resolveReferences: boolean,
): ImportChoices {
  return {
    endpoints: preview.endpoints.map(({ key }) => ({ key, duplicate })),
    aliases: preview.aliases.map(({ name }) => ({ name, duplicate })),
    modes: preview.modes.map(({ providerId }) => providerId),
    // A saved key is replaced only by one that is chosen in the window.
    officialKeys: preview.officialKeys
      .filter(({ saved }) => !saved)
      .map(({ providerId }) => providerId),
    resolveReferences,
  }
}

function holdsSecret({ endpoints, officialKeys }: ImportPreview & { ok: true }): boolean {
  const saved = endpoints.some(({ secrets }) => secrets.some(({ state }) => state === 'included'))
  return saved || officialKeys.length > 0
}

function parseDuplicates(choice: string): DuplicateChoice {
  const parsed = duplicateChoiceSchema.safeParse(choice)
  if (parsed.success) return parsed.data
  throw invalid(`--duplicates wants merge, rename or skip, not "${choice}".`)
}

function parseFormat(format: string | undefined): SetupFormat | undefined {
  if (format === undefined) return undefined
  const parsed = setupFormatSchema.safeParse(format)
  if (parsed.success) return parsed.data
  throw invalid(`--format wants ${setupFormats.join(', ')}, not "${format}".`)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new ProviderError({
      code: 'invalid-request',
      message: `${file} cannot be read.`,
      cause: error,
    })
  }
}

function invalid(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message })
}
