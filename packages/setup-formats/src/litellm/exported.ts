/** @file What an export to LiteLLM takes and gives. */
import type { Endpoint, GatewayAlias, ProviderSettings } from '@patchbay/provider-core/model'
import type { ReportLine } from '../plan.ts'

export interface ExportableSetup {
  /** Embedded ones (the demo) are left out of the export. */
  readonly endpoints: readonly Endpoint[]
  /** By provider id. */
  readonly providers: Readonly<Record<string, ProviderSettings>>
  readonly aliases: readonly GatewayAlias[]
}

/** A variable that the exported file refers to. */
export interface ExportedVariable {
  readonly name: string
  /** What it is for, such as "API key of My proxy". */
  readonly for: string
}

export interface LitellmExport {
  /** YAML. Holds no secret. */
  readonly text: string
  /** To be set where LiteLLM is started. */
  readonly variables: readonly ExportedVariable[]
  /** What the format cannot say, or says differently; paths such as `My proxy: tls.caFile`. */
  readonly report: readonly ReportLine[]
}
