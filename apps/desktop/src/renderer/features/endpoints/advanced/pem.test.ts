import { createCertificate } from '@patchbay/provider-core/testing'
import { expect, test } from 'vitest'
import { isPem, splitPrivateKey } from './pem.ts'

test('certificates and keys as tools write them are taken for PEM', () => {
  const { cert, key, caPem } = createCertificate('valid')
  for (const text of [cert, key, `${cert}\n${caPem}`, `  ${cert}`]) expect(isPem(text)).toBe(true)
})

test('a path is not taken for PEM', () => {
  for (const path of ['/etc/ssl/ca.pem', 'C:\\certs\\ca.pem', 'ca.pem', '/etc/ssl/a-----.pem'])
    expect(isPem(path)).toBe(false)
})

test('a private key is taken out of a file that holds both', () => {
  const { cert, key } = createCertificate('valid')
  const split = splitPrivateKey(`subject=me\n${key}${cert}`)
  expect(split.key).toBe(key.trim())
  expect(split.certificates).toBe(cert.trim())
  expect(splitPrivateKey(cert)).toEqual({ certificates: cert.trim(), key: undefined })
})
