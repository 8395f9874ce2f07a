/** @file Our bundle → plan. Formats 1 and 2. */
import { catalogue } from '@patchbay/provider-core'
import { gatewayAliasSchema, wordIssue } from '@patchbay/provider-core/model'
import { z } from 'zod'
import { parseJsonText } from '../json-text.ts'
import { entriesOf, formatPath, leafPaths, type Path } from '../leaf-paths.ts'
import type {
  ParsedSetup,
  PlannedAlias,
  PlannedEndpoint,
  PlannedSecret,
  PlannedTarget,
  SetupSource,
} from '../plan.ts'
import { createReport, type Report } from '../report.ts'
import { bundleFormat } from './bundle-format.ts'
import { readEndpoint } from './read-endpoint.ts'

const targetSchema = z.union([
  z.object({ providerId: z.string(), modelId: z.string().trim().min(1) }),
  z.object({ endpoint: z.string(), modelId: z.string().trim().min(1) }),
])
const aliasSchema = gatewayAliasSchema.extend({
  targets: z
    .array(z.object({ address: targetSchema, weight: z.number().min(0).max(1000).default(1) }))
    .min(1, 'Choose a model that it sends to.')
    .max(50),
  fallbacks: z.array(targetSchema).max(20).default([]),
})

const headSchema = z.object({ patchbay: z.literal('bundle') })

export function parseBundle({ text }: Pick<SetupSource, 'text'>): ParsedSetup {
  const json = parseJsonText(text)
  if (!json.ok) return refuse(`${json.message} Choose a bundle that was exported from Patchbay.`)
  const value = json.value
  const sealed = z.object({ patchbay: z.literal('sealed-bundle') }).safeParse(value)
  if (sealed.success)
    return { ok: false, sealed: true, message: 'This bundle is sealed. Type its passphrase.' }
  if (!headSchema.safeParse(value).success)
    return refuse('This is not a Patchbay bundle. Choose a file that was exported from Patchbay.')
  const content = value as Record<string, unknown>
  const format = content['format']
  if (typeof format === 'number' && format > bundleFormat)
    return refuse(
      'The bundle was written by a newer Patchbay. Update Patchbay, or export it again from the older one.',
    )
  if (format !== 1 && format !== 2)
    return refuse('The bundle has a problem at format: this must be 1 or 2.')
  return readBundle(content)
}

function readBundle(content: Record<string, unknown>): ParsedSetup {
  const report = createReport(content)
  for (const key of ['patchbay', 'format', 'exportedAt']) report.exact([key])
  const { endpoints, keyOf, fault } = readEndpoints(content['endpoints'], report)
  const modes = readModes(content['providers'], keyOf, report)
  const aliases = readAliases(content['aliases'], keyOf, report)
  const officialKeys = readOfficialKeys(content['officialKeys'], report)
  const empty = endpoints.length + aliases.length + Object.keys(officialKeys).length === 0
  if (empty && fault !== undefined) return refuse(`The bundle has a problem at ${fault}`)
  for (const key of Object.keys(content)) if (!known.has(key)) report.unknown([key])
  return {
    ok: true,
    plan: { format: 'bundle', endpoints, aliases, modes, officialKeys, report: report.lines() },
  }
}

const known = new Set([
  'patchbay',
  'format',
  'exportedAt',
  'endpoints',
  'providers',
  'aliases',
  'officialKeys',
])

function readEndpoints(raw: unknown, report: Report) {
  const endpoints: PlannedEndpoint[] = []
  const keyOf = new Map<string, string>()
  const taken = new Set<string>()
  let fault: string | undefined
  if (!Array.isArray(raw)) fault = 'endpoints: this must be a list.'
  for (const [index, entry] of entriesIn(raw, ['endpoints'], report)) {
    const path: Path = ['endpoints', index]
    const read = readEndpoint(entry, path, report, taken)
    if (read.ok) {
      taken.add(read.endpoint.key)
      endpoints.push(read.endpoint)
      if (!keyOf.has(read.name)) keyOf.set(read.name, read.endpoint.key)
      continue
    }
    fault ??= `${formatPath(read.path)}: ${read.message}`
    report.byHand(path, `It cannot be taken: ${formatPath(read.path)}. ${read.message}`)
  }
  return { endpoints, keyOf, fault }
}

function readModes(
  raw: unknown,
  keyOf: ReadonlyMap<string, string>,
  report: Report,
): Record<string, string> {
  const modes: Record<string, string> = {}
  for (const [id, name] of entriesIn(raw, ['providers'], report)) {
    const path: Path = ['providers', id]
    const key = typeof name === 'string' ? keyOf.get(name) : undefined
    if (!isProvider(id)) report.unsupported(path, 'Patchbay does not know this provider.')
    else if (key === undefined) report.byHand(path, absentMessage)
    else {
      modes[id] = key
      report.exact(path, key)
    }
  }
  return modes
}

const absentMessage = 'No custom provider of the file has this name. Choose one by hand.'

function readAliases(
  raw: unknown,
  keyOf: ReadonlyMap<string, string>,
  report: Report,
): PlannedAlias[] {
  const aliases: PlannedAlias[] = []
  for (const [index, entry] of entriesIn(raw, ['aliases'], report)) {
    const path: Path = ['aliases', index]
    const parsed = aliasSchema.safeParse(entry)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const at = formatPath((issue?.path ?? []) as Path)
      const words = wordIssue(issue) ?? 'It cannot be read.'
      report.byHand(path, `${at === '' ? '' : `${at}: `}${words} Add the alias by hand.`)
      continue
    }
    const find = (target: z.infer<typeof targetSchema>, at: Path): PlannedTarget[] => {
      if ('providerId' in target) return [target]
      const key = keyOf.get(target.endpoint)
      if (key === undefined) {
        report.byHand(at, absentMessage)
        return []
      }
      return [{ endpoint: key, modelId: target.modelId }]
    }
    const { targets, fallbacks, ...alias } = parsed.data
    const found = {
      ...alias,
      targets: targets.flatMap(({ address, weight }, at) =>
        find(address, [...path, 'targets', at]).map((target) => ({ address: target, weight })),
      ),
      fallbacks: fallbacks.flatMap((target, at) => find(target, [...path, 'fallbacks', at])),
    }
    if (found.targets.length > 0) aliases.push(found)
    else report.byHand(path, absentMessage)
    for (const leaf of leafPaths(entry)) {
      if (isKnownAliasPath(leaf)) report.exact([...path, ...leaf], alias.name)
      else report.unknown([...path, ...leaf])
    }
  }
  return aliases
}

const aliasPath =
  /^(name|onContextOverflow|fallbacks(\[\d+\]\.(endpoint|providerId|modelId))?|targets\[\d+\]\.(weight|address\.(endpoint|providerId|modelId)))$/

function isKnownAliasPath(leaf: Path): boolean {
  return aliasPath.test(formatPath(leaf))
}

function readOfficialKeys(raw: unknown, report: Report): Record<string, PlannedSecret> {
  const keys: Record<string, PlannedSecret> = {}
  for (const [id, value] of entriesIn(raw, ['officialKeys'], report)) {
    if (!isProvider(id) || typeof value !== 'string' || value === '')
      report.unsupported(['officialKeys', id], 'Patchbay does not know this provider.')
    else {
      keys[id] = { kind: 'value', value }
      report.exact(['officialKeys', id])
    }
  }
  return keys
}

function isProvider(id: string | number): id is string {
  return catalogue.some((provider) => provider.id === id)
}

/** What is in a part of the file; none, and told, where the part has another shape. */
function entriesIn(raw: unknown, path: Path, report: Report): [string | number, unknown][] {
  const entries = entriesOf(raw)
  if (entries === undefined) {
    // An empty list or object says nothing.
    if (typeof raw === 'object' && raw !== null) report.exact(path)
    else report.unknown(path)
  }
  return entries ?? []
}

function refuse(message: string): ParsedSetup {
  return { ok: false, message }
}
