/** @file What an import would bring, or brought, as lines for people. */
import type { ImportPreview, ImportResult, PreviewEndpoint } from '#contract/data-shapes'

type Preview = ImportPreview & { ok: true }

const formatWords: Record<Preview['format'], string> = {
  litellm: 'LiteLLM configuration',
  environment: 'environment variables',
  librechat: 'LibreChat configuration',
  opencode: 'opencode configuration',
  vscode: 'VS Code language models',
  bundle: 'Patchbay bundle',
}

const outcomeWords = {
  approximate: 'Taken in another way',
  'by-hand': 'To be done by hand',
  unsupported: 'Not supported',
} as const

export function wordPreview(preview: Preview): string[] {
  const { counts } = preview
  const lines = [
    `Read as ${formatWords[preview.format]}: ${counts.exact} taken exactly, ${counts.approximate} in another way, ${counts['by-hand']} by hand, ${counts.unsupported} not supported.`,
    ...preview.endpoints.flatMap(wordEndpoint),
    ...preview.aliases.map(
      ({ name, targets, taken }) =>
        `alias ${name}: ${targets.join(', ')}${taken ? ' (there is one of this name)' : ''}`,
    ),
    ...preview.modes.map(({ providerName, endpoint, host, stays }) =>
      stays
        ? `mode of ${providerName}: stays as it is here`
        : `mode of ${providerName}: custom endpoint ${endpoint}${host === '' ? '' : ` (${host})`}`,
    ),
    ...preview.officialKeys.map(
      ({ providerName, variable, saved }) =>
        `official key of ${providerName}${variable === undefined ? '' : ` from ${variable}, with --resolve`}${saved ? ' (one is saved here, it stays)' : ''}`,
    ),
  ]
  const unset = preview.variables.filter((variable) => !variable.isSet)
  if (unset.length > 0)
    lines.push(`Variables that are not set here: ${unset.map(({ name }) => name).join(', ')}.`)
  for (const outcome of ['by-hand', 'unsupported', 'approximate'] as const) {
    const of = preview.report.filter((line) => line.outcome === outcome)
    if (of.length === 0) continue
    lines.push(`${outcomeWords[outcome]}:`)
    for (const { path, message } of of) lines.push(`  ${path}: ${message ?? ''}`)
  }
  return lines
}

function wordEndpoint(found: PreviewEndpoint): string[] {
  const { name, spec, host, models, duplicate } = found
  const parts = [`${name} (${spec}${host === '' ? '' : `, ${host}`})`]
  if (models > 0) parts.push(models === 1 ? '1 model' : `${models} models`)
  if (duplicate !== undefined) {
    parts.push(
      duplicate.same === 'connection'
        ? `same address as ${duplicate.name}`
        : `${duplicate.name} is there already`,
    )
  }
  const included = found.secrets.filter(({ state }) => state === 'included')
  if (included.length > 0) parts.push(`with ${included.map((secret) => secret.name).join(', ')}`)
  const missing = found.secrets.filter(({ state }) => state === 'missing')
  if (missing.length > 0)
    parts.push(`enter afterwards: ${missing.map((secret) => secret.name).join(', ')}`)
  const variables = [
    ...found.variables.map(({ field, variable }) => `${field} from ${variable}`),
    ...found.secrets.flatMap(({ name: secret, variable }) =>
      variable === undefined ? [] : [`${secret} from ${variable}`],
    ),
  ]
  if (variables.length > 0) parts.push(variables.join(', '))
  return [
    parts.join(', '),
    ...found.cautions.map((caution) => `  Caution: ${caution}`),
    ...found.notes.map((note) => `  ${note}`),
  ]
}

export function wordResult(result: ImportResult): string[] {
  const count = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`
  const parts = [`Saved ${count(result.added.length, 'custom provider')}`]
  if (result.merged.length > 0) parts.push(`merged ${result.merged.length} into what was here`)
  if (result.skipped.length > 0) parts.push(`skipped ${result.skipped.length}`)
  if (result.aliases.length > 0)
    parts.push(result.aliases.length === 1 ? '1 alias' : `${result.aliases.length} aliases`)
  if (result.modes.length > 0) parts.push(count(result.modes.length, 'mode'))
  if (result.officialKeys.length > 0) parts.push(count(result.officialKeys.length, 'official key'))
  return [`${parts.join(', ')}.`, ...result.notTaken]
}
