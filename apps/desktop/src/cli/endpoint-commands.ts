/** @file `patchbay endpoint …` */
import type { Command } from 'commander'
import { ProviderError } from '@patchbay/provider-core'
import type { EndpointDraft, EndpointSummary } from '@patchbay/provider-core/model'
import type { Backend } from '#backend/backend'
import { checkEndpointDraft } from '#backend/endpoints/endpoint-check'
import type { CommandContext } from './context.ts'
import { parseEndpointInput } from './endpoint-input.ts'
import { findEndpointByName } from './find-endpoint.ts'
import { listUnused } from './list-unused.ts'
import { CommandFailed, toTable } from './output.ts'

export type Run = <A extends unknown[]>(
  work: (context: CommandContext, ...args: A) => Promise<void>,
) => (...args: A) => Promise<void>

export function addEndpointCommands(program: Command, run: Run): void {
  const endpoint = program.command('endpoint').description('Custom providers')

  endpoint
    .command('add')
    .argument('<input>', '"-": read one JSON object on standard input')
    .description('Add a custom provider; secrets in "secrets": {…}')
    .action(
      run(async (context) => {
        const backend = await context.backend()
        const draft = parseEndpointInput(await context.readStandardInput())
        await tellOfMemory(
          backend,
          context,
          Object.values(draft.secrets).some((change) => change?.state === 'set'),
        )
        await reportSaved(backend, context, draft, await backend.endpoints.save({ draft }))
      }),
    )

  endpoint
    .command('update')
    .argument('<name>', 'name or id')
    .argument('[input]', '"-": read one JSON object on standard input', '-')
    .description('Change the fields that are given; a secret of null is removed')
    .action(
      run(async (context, name: string) => {
        const backend = await context.backend()
        const found = await findEndpointByName(backend, name)
        const draft = parseEndpointInput(
          await context.readStandardInput(),
          await backend.endpoints.get(found.id),
        )
        await tellOfMemory(
          backend,
          context,
          Object.values(draft.secrets).some((change) => change?.state === 'set'),
        )
        const result = await backend.endpoints.save({ id: found.id, draft })
        await reportSaved(backend, context, draft, result)
      }),
    )

  endpoint
    .command('list')
    .description('List custom providers')
    .action(
      run(async ({ backend, output }) => {
        const all = await (await backend()).endpoints.list()
        const rows = all.map((found) => [
          found.name,
          found.spec,
          found.host,
          found.lastCheck?.summary ?? 'not checked',
          found.id,
        ])
        output.result(
          all.map(toPublic),
          all.length === 0 ? 'No custom provider yet.' : toTable(rows),
        )
      }),
    )

  endpoint
    .command('show')
    .argument('<name>', 'name or id')
    .description('Show one, without its secrets')
    .action(
      run(async ({ backend, output }, name: string) => {
        const found = toPublic(await findEndpointByName(await backend(), name))
        output.result(found, JSON.stringify(found, null, 2))
      }),
    )

  endpoint
    .command('link')
    .argument('<name>', 'name or id')
    .description('Print one as a link that fills the form elsewhere, without its secrets')
    .action(
      run(async ({ backend, output }, name: string) => {
        const opened = await backend()
        const found = await findEndpointByName(opened, name)
        const formatted = await opened.links.format(found.id)
        if (!formatted.ok) {
          throw new ProviderError({ code: 'invalid-request', message: formatted.message })
        }
        const { link, leftOut } = formatted
        if (leftOut.length > 0) output.note(`The link leaves out: ${leftOut.join(', ')}.`)
        output.result({ link, leftOut }, link)
      }),
    )

  endpoint
    .command('remove')
    .argument('<name>', 'name or id')
    .option(
      '--yes',
      'also when providers or gateway aliases use it; providers return to their official API',
    )
    .description('Remove one and its secrets')
    .action(
      run(async (context, name: string, options: { yes?: boolean }) => {
        const backend = await context.backend()
        const found = await findEndpointByName(backend, name)
        const result = await backend.endpoints.remove(found.id, options.yes === true)
        if (!result.ok) {
          const users = [
            ...result.usedBy.map((user) => user.name),
            ...result.aliases.map((alias) => `the gateway alias "${alias}"`),
          ].join(', ')
          throw new ProviderError({
            code: 'invalid-request',
            message: `"${found.name}" is used by ${users}. With --yes it is removed; providers return to the official API, aliases fail there.`,
          })
        }
        context.output.result({ id: found.id, removed: true }, `Removed "${found.name}".`)
      }),
    )

  endpoint
    .command('check')
    .argument('<name>', 'name or id')
    .description('Test it stage by stage; sends about 40 tokens')
    .action(
      run(async ({ backend, output, signal }, name: string) => {
        const opened = await backend()
        const found = await findEndpointByName(opened, name)
        for await (const event of checkEndpointDraft({ id: found.id }, opened.check, signal)) {
          if (event.type === 'stage' && !output.json) {
            const { id, state, ms, detail } = event.stage
            output.result(
              undefined,
              `${state.padEnd(8)} ${id.padEnd(11)} ${ms === undefined ? '' : `${Math.round(ms)} ms`}  ${detail ?? ''}`,
            )
          }
          if (event.type !== 'report') continue
          const { ok, stages, findings, summary, credentials } = event.report
          const value = {
            ok,
            stages: stages.map(({ id, state, ms, detail }) => ({
              id,
              ok: state === 'passed' || state === 'note',
              state,
              ...(ms === undefined ? {} : { ms: Math.round(ms) }),
              ...(detail === undefined ? {} : { detail }),
            })),
            ...(credentials === undefined ? {} : { credentials }),
            findings: findings.map(({ code, message, fix }) => ({
              code,
              message,
              ...(fix ? { fix } : {}),
            })),
          }
          const told = findings.map(
            (finding) => `${finding.message}${finding.fix ? ` → ${finding.fix.label}` : ''}`,
          )
          output.result(value, [summary, ...told].join('\n'))
          if (!ok) throw new CommandFailed()
        }
      }),
    )
}

/** Without what only the window needs, and without what is not set. */
function toPublic(endpoint: EndpointSummary): Record<string, unknown> {
  return Object.fromEntries(Object.entries(endpoint).filter(([, value]) => value !== undefined))
}

export async function tellOfMemory(
  backend: Backend,
  context: CommandContext,
  savesSecret: boolean,
): Promise<void> {
  if (savesSecret && (await backend.vault.describe()).kind === 'memory') {
    context.output.note(
      'PATCHBAY_VAULT is memory: the secret is kept for this command only and is gone when it ends.',
    )
  }
}

async function reportSaved(
  backend: Backend,
  context: CommandContext,
  draft: EndpointDraft,
  result: Awaited<ReturnType<Backend['endpoints']['save']>>,
): Promise<void> {
  if (!result.ok) {
    throw new ProviderError({
      code: 'invalid-request',
      message: result.issues.map((issue) => `${issue.field}: ${issue.message}`).join(' '),
    })
  }
  const { id, name, spec, savedSecrets } = result.endpoint
  const vault = await backend.vault.describe()
  const where =
    savedSecrets.length === 0
      ? 'It has no secret.'
      : `${savedSecrets.join(', ')} saved in ${vault.name}.`
  const warnings = listUnused(draft).map((field) => ({
    code: 'unused-field',
    message: `${field} is kept, but ${spec} does not use it.`,
  }))
  for (const { message } of warnings) context.output.note(`Warning: ${message}`)
  const told = warnings.length === 0 ? {} : { warnings }
  context.output.result(
    { id, name, spec, savedSecrets, vault: vault.kind, ...told },
    `Saved "${name}" (${id}). ${where}`,
  )
}
