/** @file What is said while endpoints are exported, and the variables that stand in for their secrets. */
import type { Endpoint, EnvironmentField, SecretName } from '@patchbay/provider-core/model'
import type { Outcome, ReportLine } from '../plan.ts'
import type { ExportedVariable } from './exported.ts'

/** Notes about one endpoint or alias. A field that is told twice keeps its first line. */
export interface ExportNotes {
  approximate(field: string, message: string): void
  byHand(field: string, message: string): void
  unsupported(field: string, message: string): void
}

/** `os.environ/NAME` in place of a value. */
export interface Reference {
  field(name: EnvironmentField): string | undefined
  secret(name: SecretName): string | undefined
  /** True for what this has given out. */
  isMade(text: string): boolean
}

export interface ExportLedger {
  notesOf(name: string): ExportNotes
  references(endpoint: Endpoint): Reference
  /** A variable of the given name, or of one like it that is still free. */
  variable(wanted: string, purpose: string): string
  readonly variables: readonly ExportedVariable[]
  readonly report: readonly ReportLine[]
}

/** What one export writes down: its report and its variables. */
export function createLedger(): ExportLedger {
  const report: ReportLine[] = []
  const told = new Set<string>()
  const variables: ExportedVariable[] = []
  const names = new Map<string, string>()

  /** The same variable may stand for several things where the person named it so. */
  const keep = (name: string, purpose: string): string => {
    if (!names.has(name)) variables.push({ name, for: purpose })
    names.set(name, purpose)
    return `os.environ/${name}`
  }
  const variable = (wanted: string, purpose: string): string => {
    let name = wanted
    for (let number = 2; names.has(name); number += 1) name = `${wanted}_${number}`
    return keep(name, purpose)
  }

  return {
    report,
    variables,
    variable,
    notesOf(name) {
      const tell =
        (outcome: Outcome) =>
        (field: string, message: string): void => {
          const path = field === '' ? name : `${name}: ${field}`
          if (told.has(path)) return
          told.add(path)
          report.push({ path, outcome, message })
        }
      return {
        approximate: tell('approximate'),
        byHand: tell('by-hand'),
        unsupported: tell('unsupported'),
      }
    },
    references(endpoint) {
      const made = new Map<string, string>()
      const once = (key: string, make: () => string): string => {
        const known = made.get(key) ?? make()
        made.set(key, known)
        return known
      }
      return {
        isMade: (text) => [...made.values()].includes(text),
        field(name) {
          const own = endpoint.environment?.fields[name]
          if (own === undefined) return undefined
          return once(name, () => keep(own, `${fieldWords[name]} of ${endpoint.name}`))
        },
        secret(name) {
          const purpose = `${wordSecret(name)} of ${endpoint.name}`
          const own = endpoint.environment?.secrets[name]
          if (own !== undefined) return once(name, () => keep(own, purpose))
          if (!endpoint.savedSecrets.includes(name)) return undefined
          return once(name, () =>
            variable(variableName(`${endpoint.name} ${shortName(name)}`), purpose),
          )
        },
      }
    },
  }
}

/** Capital letters, digits and `_`, as variables are written. */
export function variableName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return /^[A-Z]/.test(name) ? name : `PATCHBAY_${name}`
}

function shortName(name: SecretName): string {
  return name.replace(/^(?:header|query|handler):/, '')
}

const secretWords: Readonly<Record<string, string>> = {
  apiKey: 'API key',
  accessKeyId: 'Access key ID',
  secretAccessKey: 'Secret access key',
  sessionToken: 'Session token',
  googleCredentials: 'JSON key file (its content)',
  clientSecret: 'Client secret',
  bearerToken: 'Access token',
}

function wordSecret(name: SecretName): string {
  if (name.startsWith('header:')) return `Header ${name.slice('header:'.length)}`
  return secretWords[name] ?? name
}

const fieldWords: Readonly<Record<EnvironmentField, string>> = {
  baseUrl: 'Base URL',
  resourceName: 'Resource name',
  apiVersion: 'API version',
  region: 'Region',
  profile: 'Profile',
  projectId: 'Project ID',
  location: 'Location',
  tenantId: 'Tenant ID',
  clientId: 'Client ID',
}
