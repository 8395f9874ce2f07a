/** @file `patchbay handler …`: custom handlers, from their first file to the yes that lets them run. */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import type { Backend } from '#backend/backend'
import type { HandlerInspection } from '#contract/handler-contract'
import { isAbsolute, resolve } from 'node:path'
import type { Run } from './endpoint-commands.ts'
import { findEndpointByName } from './find-endpoint.ts'
import { toTable } from './output.ts'
import { writeHandlerTemplate } from './write-handler-template.ts'

export function addHandlerCommands(program: Command, run: Run): void {
  const handler = program
    .command('handler')
    .description('Custom handlers: your own code as a custom provider')

  handler
    .command('new')
    .argument('<folder>', 'folder to write into; made where it does not exist')
    .option('--js', 'JavaScript in place of TypeScript')
    .description('Write the files of a new handler; nothing is overwritten')
    .action(
      run(async ({ output }, folder: string, options: { js?: boolean }) => {
        const written = await writeHandlerTemplate(
          resolve(folder),
          options.js === true ? 'js' : 'ts',
        )
        const [entry = ''] = written
        output.result(
          { folder: resolve(folder), file: entry, files: written },
          [
            ...written.map((file) => `Wrote ${file}`),
            '',
            'Next:',
            `1. Make it yours: ${entry}`,
            `2. Add a custom provider of the type "Custom handler" with this file, in the app or by`,
            `   patchbay endpoint add -   with   ${JSON.stringify({ name: 'my-custom-llm', spec: 'custom-handler', handler: { file: entry }, models: ['my-model'] })}`,
            '3. Allow it: patchbay handler confirm my-custom-llm --yes',
            '4. Try it: patchbay chat --endpoint my-custom-llm --model my-model "Hello"',
          ].join('\n'),
        )
      }),
    )

  handler
    .command('confirm')
    .argument('<name>', 'name or id of a custom provider, or the path of a file')
    .option('--yes', 'allow it; without it the files are printed and nothing is changed')
    .option('--hash <hash>', 'allow it only when its hash is this one')
    .description('Show the files of a handler and allow them to run')
    .action(
      run(async (context, name: string, options: { yes?: boolean; hash?: string }) => {
        const backend = await context.backend()
        const found = mustBeUsable(await backend.handlers.inspect(await fileOf(name, backend)))
        if (options.hash !== undefined && options.hash !== found.hash) {
          throw new ProviderError({
            code: 'invalid-request',
            message: `The hash of ${found.file} is ${found.hash}, not ${options.hash}. Look at its files again before you allow it.`,
          })
        }
        const after =
          options.yes === true && found.consent !== 'confirmed'
            ? mustBeUsable(await backend.handlers.confirm(found.file, found.hash))
            : found
        const confirmed = after.consent === 'confirmed'
        const { file, hash, files } = after
        context.output.result(
          { file, hash, files, confirmed },
          [
            file,
            ...files.map(({ path, sha256 }) => `  ${sha256.slice(0, 12)}  ${path}`),
            `Hash: ${hash}`,
            wordOutcome(found, confirmed),
          ].join('\n'),
        )
        if (options.yes === true && !confirmed) {
          throw new ProviderError({
            code: 'handler-unconfirmed',
            message: `${file} changed while it was looked at. Nothing was allowed. Look at it again.`,
          })
        }
      }),
    )

  handler
    .command('revoke')
    .argument('<name>', 'name or id of a custom provider, or the path of a file')
    .description('Take back that a handler may run')
    .action(
      run(async ({ backend, output }, name: string) => {
        const opened = await backend()
        const file = await fileOf(name, opened)
        await opened.handlers.revoke(file)
        output.result({ file, confirmed: false }, `${file} may not run any more.`)
      }),
    )

  handler
    .command('list')
    .description('List the custom providers that are handlers, and which may run')
    .action(
      run(async ({ backend, output }) => {
        const opened = await backend()
        const endpoints = (await opened.endpoints.list()).filter(isHandler)
        const rows = await Promise.all(
          endpoints.map(async (endpoint) => describe(endpoint, await inspect(endpoint, opened))),
        )
        output.result(
          rows,
          rows.length === 0
            ? 'No custom provider is a handler. Write one with patchbay handler new.'
            : toTable(
                rows.map(({ name, state, hash, problem, file }) => [
                  name,
                  state,
                  hash?.slice(0, 12) ?? '',
                  problem ?? file,
                ]),
              ),
        )
      }),
    )
}

type Usable = HandlerInspection & { ok: true }

function mustBeUsable(inspection: HandlerInspection): Usable {
  if (inspection.ok) return inspection
  throw new ProviderError({ code: 'handler', message: inspection.message })
}

/** The file of a custom provider of that name, else the path itself. */
async function fileOf(nameOrPath: string, backend: Backend): Promise<string> {
  const looksLikePath = isAbsolute(nameOrPath) || /[/\\]|\.[cm]?[jt]s$/.test(nameOrPath)
  const all = await backend.endpoints.list()
  const isName = all.some(
    ({ id, name }) => id === nameOrPath || name.toLowerCase() === nameOrPath.trim().toLowerCase(),
  )
  if (looksLikePath && !isName) return resolve(nameOrPath)
  const endpoint = await findEndpointByName(backend, nameOrPath)
  const file = endpoint.handler?.file
  if (isHandler(endpoint) && file !== undefined) return file
  throw new ProviderError({
    code: 'invalid-request',
    message: `"${endpoint.name}" is no custom handler: its type is ${endpoint.spec}.`,
  })
}

function isHandler({ spec }: EndpointSummary): boolean {
  return spec === 'custom-handler'
}

function inspect(endpoint: EndpointSummary, backend: Backend): Promise<HandlerInspection> {
  const file = endpoint.handler?.file
  return file === undefined
    ? Promise.resolve({ ok: false, message: 'It has no file yet.' })
    : backend.handlers.inspect(file)
}

function describe({ id, name, handler }: EndpointSummary, found: HandlerInspection) {
  const file = handler?.file ?? ''
  if (!found.ok)
    return { id, name, file, confirmed: false, state: 'broken', problem: found.message }
  const states = { confirmed: 'allowed', changed: 'changed', unconfirmed: 'not allowed' }
  const { consent, hash } = found
  return { id, name, file, confirmed: consent === 'confirmed', state: states[consent], hash }
}

function wordOutcome(before: Usable, confirmed: boolean): string {
  if (before.consent === 'confirmed') return 'It may run: these files were allowed before.'
  if (confirmed) return 'Allowed. When a file changes, it has to be allowed again.'
  const changed = before.consent === 'changed' ? 'It changed since it was allowed. ' : ''
  return `${changed}It may not run. Add --yes to allow it.`
}
