/** @file The set-up as text: our bundle, sealed where a passphrase is given, or a LiteLLM configuration. */
import { officialEndpointId, type Endpoint, type SecretValues } from '@patchbay/provider-core/model'
import {
  createBundle,
  exportLitellm,
  type Bundle,
  type BundleSecrets,
  type ExportableSetup,
} from '@patchbay/setup-formats'
import type { ExportInput, ExportResult } from '#contract/data-shapes'
import type { Settings } from '../storage/settings-schema.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { sealBundle } from './sealed-bundle.ts'

export async function exportBundle(
  settings: Settings,
  { passphrase }: Pick<ExportInput, 'passphrase'>,
  vault: Pick<SecretVault, 'get'>,
  at: Date,
): Promise<ExportResult> {
  const source = sourceOf(settings)
  const day = at.toISOString().slice(0, 10)
  const rest = { variables: [], report: [] }
  if (passphrase === undefined) {
    const bundle = createBundle(source, at)
    const text = `${JSON.stringify(bundle, null, 2)}\n`
    const report = tellLeftOut(source.endpoints, bundle)
    return { fileName: `patchbay-${day}.json`, text, ...rest, report, secrets: 0 }
  }
  const { secrets, count } = await readSecrets(settings, vault)
  const sealed = await sealBundle(createBundle(source, at, secrets), passphrase)
  const text = `${JSON.stringify(sealed, null, 2)}\n`
  return { fileName: `patchbay-${day}.sealed.json`, text, ...rest, secrets: count }
}

/** Parts of bodies whose names say that they are credentials are in no open bundle. */
function tellLeftOut(endpoints: readonly Endpoint[], bundle: Bundle): ExportResult['report'] {
  const written = new Map(bundle.endpoints.map(({ name, extraBody }) => [name, extraBody]))
  return endpoints.flatMap(({ name, extraBody }) => {
    const kept = written.get(name)
    if (kept === undefined) return []
    return Object.keys(extraBody)
      .filter((part) => !Object.hasOwn(kept, part))
      .map((part) => ({
        path: `${name}: extraBody.${part}`,
        outcome: 'by-hand' as const,
        message: 'Its name says that it holds a credential, so it is left out. Enter it again.',
      }))
  })
}

/** Keys are named, not held: the variables are those that LiteLLM is to be started with. */
export function exportToLitellm(settings: Settings): ExportResult {
  const { text, variables, report } = exportLitellm(sourceOf(settings))
  return {
    fileName: 'config.yaml',
    text,
    variables: variables.map((variable) => ({ ...variable })),
    report: report.map((line) => ({ ...line })),
    secrets: 0,
  }
}

function sourceOf(settings: Settings): ExportableSetup {
  return {
    endpoints: Object.values(settings.endpoints),
    providers: settings.providers,
    aliases: settings.gateway.aliases,
  }
}

async function readSecrets(
  settings: Settings,
  vault: Pick<SecretVault, 'get'>,
): Promise<{ secrets: BundleSecrets; count: number }> {
  let count = 0
  const read = async (owner: string, names: Endpoint['savedSecrets']): Promise<SecretValues> => {
    const values: Record<string, string> = {}
    for (const name of names) {
      const value = await vault.get(owner, name)
      if (value === undefined) continue
      values[name] = value
      count += 1
    }
    return values
  }
  const endpoints: Record<string, SecretValues> = {}
  for (const { id, embedded, savedSecrets } of Object.values(settings.endpoints)) {
    if (embedded === undefined) endpoints[id] = await read(id, savedSecrets)
  }
  const official: Record<string, string> = {}
  for (const [id, { savedSecrets }] of Object.entries(settings.providers)) {
    const { apiKey } = await read(officialEndpointId(id), savedSecrets)
    if (apiKey !== undefined) official[id] = apiKey
  }
  return { secrets: { endpoints, official }, count }
}
