/** @file Throw-away certificates for tests, made here because node:crypto can sign but not issue. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import {
  bitString,
  boolean,
  context,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts'

/**
 * `valid`: for 127.0.0.1 and localhost, issued by an authority of its own.
 * `wrong-host`: for another name. `expired`: until yesterday. `self-signed`: without an authority.
 */
export type CertificateKind = 'valid' | 'wrong-host' | 'expired' | 'self-signed'

export interface Certificate {
  key: string
  cert: string
  /** The authority to trust. A self-signed certificate is its own. */
  caPem: string
}

const dayMs = 86_400_000
const oids = {
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  subjectAltName: '2.5.29.17',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
}

/** Makes a key and a certificate of this kind. */
export function createCertificate(kind: CertificateKind): Certificate {
  const keys = createKeys()
  const hosts = kind === 'wrong-host' ? ['wrong.example'] : ['localhost']
  const addresses = kind === 'wrong-host' ? [] : [[127, 0, 0, 1]]
  const days = kind === 'expired' ? { from: -30, to: -1 } : { from: -1, to: 30 }
  const leaf = {
    name: hosts[0] ?? '',
    publicKey: keys.publicKey,
    days,
    extension: encodeAltNames(hosts, addresses),
  }
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  if (kind === 'self-signed') {
    const cert = issue(leaf, { name: leaf.name, privateKey: keys.privateKey })
    return { key, cert, caPem: cert }
  }
  const authority = createKeys()
  // A name of its own: two authorities of one name cannot be trusted side by side.
  const issuer = {
    name: `Strict fake authority ${randomBytes(4).toString('hex')}`,
    privateKey: authority.privateKey,
  }
  const caPem = issue(
    {
      name: issuer.name,
      publicKey: authority.publicKey,
      days: { from: -60, to: 60 },
      extension: encodeExtension(oids.basicConstraints, sequence(boolean(true)), true),
    },
    issuer,
  )
  return { key, cert: issue(leaf, issuer), caPem }
}

function createKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

interface Subject {
  name: string
  publicKey: KeyObject
  days: { from: number; to: number }
  extension: Uint8Array
}

/** Builds and signs a version 3 certificate (RFC 5280 section 4.1). */
function issue(subject: Subject, issuer: { name: string; privateKey: KeyObject }): string {
  const algorithm = sequence(objectIdentifier(oids.ecdsaWithSha256))
  const now = Date.now()
  const content = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    encodeName(issuer.name),
    sequence(
      utcTime(new Date(now + subject.days.from * dayMs)),
      utcTime(new Date(now + subject.days.to * dayMs)),
    ),
    encodeName(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(subject.extension)),
  )
  const signature = sign('sha256', content, issuer.privateKey)
  const der = Buffer.from(sequence(content, algorithm, bitString(signature)))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function encodeName(commonName: string): Uint8Array {
  return sequence(set(sequence(objectIdentifier(oids.commonName), utf8String(commonName))))
}

function encodeExtension(oid: string, value: Uint8Array, isCritical: boolean): Uint8Array {
  const critical = isCritical ? [boolean(true)] : []
  return sequence(objectIdentifier(oid), ...critical, octetString(value))
}

function encodeAltNames(hosts: string[], addresses: number[][]): Uint8Array {
  const names = hosts.map((host) => context(2, Buffer.from(host), true))
  const numbers = addresses.map((address) => context(7, Buffer.from(address), true))
  return encodeExtension(oids.subjectAltName, sequence(...names, ...numbers), false)
}
