/** @file `patchbay export` and `patchbay import`: our bundle, never with a secret. */
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type { DuplicateChoice } from '#contract/shapes'
import type { Run } from './endpoint-commands.ts'

export function addDataCommands(program: Command, run: Run): void {
  program
    .command('export')
    .option('--format <format>', 'bundle', 'bundle')
    .description('Print the set-up as a bundle, without secrets')
    .action(
      run(async ({ backend, output }, { format }: { format: string }) => {
        if (format !== 'bundle') {
          throw new ProviderError({
            code: 'invalid-request',
            message: `This version exports "bundle" only, not "${format}".`,
          })
        }
        const { text } = await (await backend()).data.exportBundle()
        output.result(JSON.parse(text), text.trimEnd())
      }),
    )

  program
    .command('import')
    .argument('<file>', 'a bundle; "-" reads standard input')
    .option('--yes', 'save; without it the report is printed and nothing is changed')
    .option('--duplicates <choice>', 'skip, rename or replace those whose name is taken', 'rename')
    .description('Take a bundle in')
    .action(
      run(async (context, file: string, options: { yes?: boolean; duplicates: string }) => {
        const backend = await context.backend()
        const text = file === '-' ? await context.readStandardInput() : await readText(file)
        const preview = await backend.data.previewImport(text)
        if (!preview.ok)
          throw new ProviderError({ code: 'invalid-request', message: preview.message })
        const lines = preview.endpoints.map(
          (found) =>
            `${found.name} (${found.fields.spec})${found.duplicate ? ', name is taken' : ''}` +
            (found.missingSecrets.length === 0
              ? ''
              : `, enter afterwards: ${found.missingSecrets.join(', ')}`),
        )
        if (!options.yes) {
          context.output.result(
            preview,
            [...lines, ...preview.notes, 'Nothing was saved. Add --yes to save.'].join('\n'),
          )
          return
        }
        const { added } = await backend.data.applyImport({
          text,
          duplicates: parseDuplicates(options.duplicates),
          take: preview.endpoints.map((found) => found.index),
        })
        context.output.result(
          { added: added.map(({ id, name, spec }) => ({ id, name, spec })) },
          [...lines, `Saved ${added.length} custom providers.`].join('\n'),
        )
      }),
    )
}

function parseDuplicates(choice: string): DuplicateChoice {
  if (choice === 'skip' || choice === 'rename' || choice === 'replace') return choice
  throw new ProviderError({
    code: 'invalid-request',
    message: `--duplicates wants skip, rename or replace, not "${choice}".`,
  })
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
