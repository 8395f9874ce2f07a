import { expect, test } from 'vitest'
import { createCertificate } from '../testing/index.ts'
import { findPemFault } from './find-pem-fault.ts'

const { cert, key, caPem } = createCertificate('valid')

test('certificates and keys as tools write them are whole', () => {
  for (const text of [cert, key, `${cert}\n${caPem}`, `  ${cert}`, cert.replaceAll('\n', '\r\n')]) {
    expect(findPemFault(text)).toBeUndefined()
  }
  const encrypted =
    '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----'
  expect(findPemFault(encrypted)).toBeUndefined()
})

test('half a PEM, and one with foreign characters, are told', () => {
  expect(findPemFault(cert.replace(/-----END.*/, ''))).toMatch(/not whole/)
  expect(findPemFault(`${cert}-----BEGIN CERTIFICATE-----`)).toMatch(/not whole/)
  expect(findPemFault(cert.replace(/\n(.)/, '\n…'))).toMatch(/characters/)
})

test('the right frame around anything else is told', () => {
  const [begin = '', ...lines] = cert.trim().split('\n')
  const end = lines.pop() ?? ''
  for (const body of ['aGVsbG8gd29ybGQ=', 'A', 'AAAA====', lines.slice(1), lines.slice(0, -1)]) {
    expect(findPemFault([begin, body, end].flat().join('\n'))).toBeDefined()
  }
})
