/** @file The operating system's certificates, read when a host needs them. */
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
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

/** Returns a function that reads the system's certificates on its first call; `undefined` when there are none. */
export function createSystemTrust(): () => SecureContext | undefined {
  let context: SecureContext | undefined
  let read = false
  return () => {
    if (!read) {
      read = true
      const system = getCACertificates('system')
      if (system.length > 0) {
        context = createSecureContext({ ca: [...getCACertificates('default'), ...system] })
      }
    }
    return context
  }
}
