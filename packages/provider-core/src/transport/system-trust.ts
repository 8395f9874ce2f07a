/** @file The operating system's certificates, read when a host needs them. */
import { getCACertificates } from 'node:tls'
import { errorCodeOf } from './network-error.ts'

const unknownIssuerCodes: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
])

/** True when a certificate failed only because its issuer is not known. */
export function isUnknownIssuer(error: unknown): boolean {
  const code = errorCodeOf(error)
  return code !== undefined && unknownIssuerCodes.has(code)
}

/** True when the operating system trusts any certificate. Reads them on the first call. */
export function hasSystemTrust(): boolean {
  return getCACertificates('system').length > 0
}
