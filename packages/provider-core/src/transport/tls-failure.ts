/** @file What a failed TLS handshake means. Codes: OpenSSL's X509_V_ERR_* names and Node's ERR_TLS_*, ERR_SSL_*. */

const certificateFailures: Readonly<Record<string, (host: string) => string>> = {
  CERT_HAS_EXPIRED: (host) => `The certificate of ${host} has expired. Its owner has to renew it.`,
  CERT_NOT_YET_VALID: (host) =>
    `The certificate of ${host} is not valid yet. Check the clock of this machine.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) =>
    `The certificate that ${host} shows was issued for another host name. Check the spelling of the address.`,
  HOSTNAME_MISMATCH: (host) =>
    `The certificate that ${host} shows was issued for another host name.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: (host) =>
    `${host} shows a self-signed certificate, which this machine does not trust.`,
  SELF_SIGNED_CERT_IN_CHAIN: (host) =>
    `The certificate of ${host} comes from an authority that this machine does not trust (self-signed).`,
  UNABLE_TO_GET_ISSUER_CERT: (host) => unknownIssuer(host),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: (host) => unknownIssuer(host),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (host) => unknownIssuer(host),
  CERT_REVOKED: (host) => `The certificate of ${host} was revoked.`,
  CERT_UNTRUSTED: (host) => unknownIssuer(host),
  CERT_REJECTED: (host) => unknownIssuer(host),
  CERT_SIGNATURE_FAILURE: (host) => badCertificate(host),
  INVALID_CA: (host) => badCertificate(host),
  INVALID_PURPOSE: (host) => badCertificate(host),
}

function badCertificate(host: string): string {
  return `The certificate of ${host} was not made by the authority that it names, or not for a server.`
}

function unknownIssuer(host: string): string {
  return `The certificate of ${host} comes from an authority that this machine does not know, or its chain is incomplete.`
}

/** True for codes that blame the certificate, not the handshake. */
export function isCertificateFailure(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(certificateFailures, code)
}

/** One or two sentences, or `undefined` when `code` is not about TLS. */
export function describeTlsFailure(
  code: string | undefined,
  url: Pick<URL, 'host' | 'protocol'>,
): string | undefined {
  if (code === undefined) return undefined
  const certificate = Object.hasOwn(certificateFailures, code)
    ? certificateFailures[code]
    : undefined
  if (certificate !== undefined) return certificate(url.host)
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return `${url.host} does not speak TLS on this port. Check the port, or whether the address should start with http.`
  }
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|ALERT_BAD_CERTIFICATE/.test(code)) {
    return `${url.host} broke the secure connection off (${code}). It may want a client certificate, or another one.`
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return `${url.host} and Patchbay could not agree on a secure connection (${code}).`
  }
  return undefined
}
