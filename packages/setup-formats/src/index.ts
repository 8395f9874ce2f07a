/** @file Formats that set-ups come and go in: text in, plan out; settings in, text out. Touches no file, network or vault. */
export {
  outcomes,
  setupFormats,
  type Outcome,
  type ParsedSetup,
  type PlannedAlias,
  type PlannedEndpoint,
  type PlannedSecret,
  type PlannedTarget,
  type ReportLine,
  type SetupFormat,
  type SetupPlan,
  type SetupSource,
} from './plan.ts'
export {
  bundleFormat,
  sealedBundleSchema,
  type Bundle,
  type BundledAlias,
  type BundledEndpoint,
  type BundledTarget,
  type SealedBundle,
} from './bundle/bundle-format.ts'
export { createBundle, type BundleSecrets, type BundleSource } from './bundle/create-bundle.ts'
export { parseBundle } from './bundle/parse-bundle.ts'
export type { ExportableSetup, ExportedVariable, LitellmExport } from './litellm/exported.ts'
export { formatAddLink, type FormattedAddLink } from './add-link/format-add-link.ts'
export { longestLink, parseAddLink, type ParsedAddLink } from './add-link/parse-add-link.ts'
export { parseLitellm } from './litellm/parse-litellm.ts'
export { parseEnvironment } from './environment/parse-environment.ts'
export { parseSetup, understoodFormats } from './parse-setup.ts'
export { exportLitellm } from './litellm/export-litellm.ts'
