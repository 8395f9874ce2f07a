import { createCertificate } from '@patchbay/provider-core/testing'
import { expect, test } from 'vitest'
import { findPemFault, isPem, splitPrivateKey } from './pem.ts'

test('certificates and keys as tools write them look like PEM', () => {
  const { cert, key, caPem } = createCertificate('valid')
  for (const text of [cert, key, `${cert}\n${caPem}`, `  ${cert}`]) {
    expect(isPem(text)).toBe(true)
    expect(findPemFault(text)).toBeUndefined()
  }
  const encrypted =
    '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----'
  expect(findPemFault(encrypted)).toBeUndefined()
})

test('half a PEM, and one with foreign characters, are told', () => {
  const { cert } = createCertificate('valid')
  expect(findPemFault(cert.replace(/-----END.*/, ''))).toMatch(/not whole/)
  expect(findPemFault(`${cert}-----BEGIN CERTIFICATE-----`)).toMatch(/not whole/)
  expect(findPemFault(cert.replace(/\n(.)/, '\n…'))).toMatch(/characters/)
})

test('a path is not taken for PEM', () => {
  for (const path of ['/etc/ssl/ca.pem', 'C:\\certs\\ca.pem', 'ca.pem'])
    expect(isPem(path)).toBe(false)
})

test('a private key is taken out of a file that holds both', () => {
  const { cert, key } = createCertificate('valid')
  const split = splitPrivateKey(`subject=me\n${key}${cert}`)
  expect(split.key).toBe(key.trim())
  expect(split.certificates).toBe(cert.trim())
  expect(splitPrivateKey(cert)).toEqual({ certificates: cert.trim(), key: undefined })
})
