import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { expect, test } from 'vitest'
import { startStrictUpstream } from '../server/strict-upstream.ts'
import { createCertificate, type CertificateKind } from './certificates.ts'

/** The status, or the code of the error that the TLS client of Node gives. */
async function connect(kind: CertificateKind, isTrusted = true): Promise<number | string> {
  const spec = 'openai-chat-completions'
  await using upstream = await startStrictUpstream({ spec, tls: kind })
  const ca = isTrusted ? upstream.caPem : undefined
  return await new Promise((resolve) => {
    const outgoing = request(`${upstream.url}/v1/models`, { ca, agent: false }, (incoming) => {
      incoming.resume()
      resolve(incoming.statusCode ?? 0)
    })
    outgoing.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    outgoing.end()
  })
}

test('a valid certificate is taken when its authority is trusted', async () => {
  expect(await connect('valid')).toBe(401)
})

test.each([
  ['valid', false, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['self-signed', false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['wrong-host', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['expired', true, 'CERT_HAS_EXPIRED'],
] as const)(
  'a %s certificate (authority trusted: %s) fails with %s',
  async (kind, isTrusted, code) => {
    expect(await connect(kind, isTrusted)).toBe(code)
  },
)

test('the certificate names loopback and is signed by its authority', () => {
  const { cert, caPem } = createCertificate('valid')
  const leaf = new X509Certificate(cert)
  const authority = new X509Certificate(caPem)
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(leaf.checkHost('localhost')).toBe('localhost')
  expect(leaf.verify(authority.publicKey)).toBe(true)
  expect(authority.ca).toBe(true)
})
