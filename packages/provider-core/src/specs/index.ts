/** @file Root of what the window and the hosts need of addressing and specs. Browser-safe: no Node, no secrets kept. */
export { specs, getSpec } from './registry.ts'
export type {
  SpecDefinition,
  SpecChoice,
  SpecField,
  SpecSecret,
  SpecSwitch,
  CredentialKind,
  PastedOperation,
} from './spec-definition.ts'
export {
  describeAddress,
  hostOf,
  type AddressDescription,
  type AddressRow,
  type PartialFields,
} from './describe-address.ts'
export { cutOperation, type CutUrl } from './cut-operation.ts'
export { findPemFault } from './find-pem-fault.ts'
export { validateDraft, type DraftContext } from './validate-draft.ts'
export { resolveCredentialKind, type SecretPresence } from './resolve-credential-kind.ts'
export {
  parseGoogleCredentials,
  type GoogleCredentials,
  type ParsedGoogleCredentials,
} from './google-credentials.ts'
export { authHeaderNames, isAuthHeader } from './own-auth.ts'
export { isReservedHeader } from './reserved-headers.ts'
export { AddressError, type Address, type Operation } from '../addressing/address.ts'
export { isLoopback } from '../addressing/is-loopback.ts'
export { maskQuery } from '../addressing/mask-query.ts'
export { parseBaseUrl, type BaseUrl, type ParsedBaseUrl } from '../addressing/parse-base-url.ts'
export { takeCredentials, type TakenCredentials } from '../addressing/take-credentials.ts'
