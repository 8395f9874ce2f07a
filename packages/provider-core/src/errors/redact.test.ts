import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, mask } from './redact.ts'

const secretValue = string({
  minLength: 6,
  maxLength: 60,
  unit: constantFrom(...'abcXYZ019+/=-_.!*\'()"\\ %&?#@:~é漢'),
}).filter((value) => value.trim().length >= 6)
const around = string({ maxLength: 30, unit: constantFrom(...'mnop {}[],;') })

describe('createRedactor', () => {
  test('masks a secret in every written form, wherever it stands', () => {
    assert(
      property(secretValue, around, around, (secret, before, after) => {
        const redactor = createRedactor([secret])
        for (const form of [
          secret,
          JSON.stringify(secret).slice(1, -1),
          encodeURIComponent(secret),
          new URLSearchParams({ k: secret }).toString().slice(2),
        ]) {
          const text = redactor.text(before + form + after)
          expect(text).toContain(mask)
          expect(text).not.toContain(form)
        }
      }),
    )
  })

  test('masks a secret inside Basic credentials at any alignment', () => {
    assert(
      property(
        secretValue,
        string({ maxLength: 5 }),
        string({ maxLength: 5 }),
        (secret, user, tail) => {
          const redactor = createRedactor([secret])
          const encoded = Buffer.from(`${user}:${secret}${tail}`).toString('base64')
          const text = redactor.text(`Basic ${encoded}`)
          expect(Buffer.from(text.replace('Basic ', ''), 'base64').toString()).not.toContain(secret)
          expect(text).toContain(mask)
        },
      ),
    )
  })

  test('learns secrets on the way', () => {
    const redactor = createRedactor()
    expect(redactor.text('token ya29.abcdef')).toBe('token ya29.abcdef')
    redactor.add('ya29.abcdef')
    expect(redactor.text('token ya29.abcdef')).toBe(`token ${mask}`)
  })

  test('knows its own secrets for ever, and the last sixteen that it learned', () => {
    const redactor = createRedactor(['own-secret'])
    for (let number = 0; number < 1000; number += 1) redactor.add(`token-${1000 + number}`)
    expect(redactor.text('own-secret token-1984 token-1999')).toBe(`${mask} ${mask} ${mask}`)
    expect(redactor.text('token-1983')).toBe('token-1983')
  })

  test('leaves text alone when a secret is too short to search for', () => {
    expect(createRedactor(['a', '']).text('a banana')).toBe('a banana')
  })

  test('masks a secret whole when another secret is its beginning', () => {
    expect(createRedactor(['sk-abc', 'sk-abcdef']).text('x sk-abcdef y')).toBe(`x ${mask} y`)
  })

  test('masks the private key inside a service account, line by line too', () => {
    const line = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj'
    const account = JSON.stringify({
      type: 'service_account',
      client_email: 'svc@example.iam.gserviceaccount.com',
      private_key: `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`,
    })
    const redactor = createRedactor([account])
    expect(redactor.text(`bad key: ${line}`)).toBe(`bad key: ${mask}`)
    expect(redactor.text(account)).toBe(mask)
    expect(redactor.text('svc@example.iam.gserviceaccount.com')).not.toContain(mask)
  })

  test('credential headers show their scheme and nothing more', () => {
    const redactor = createRedactor(['zzzz-9999'])
    expect(
      redactor.headers({
        authorization: 'Bearer abc',
        'x-api-key': 'abc',
        'x-amz-security-token': 'abc',
        'set-cookie': 'session=abc',
        'x-plain': 'has zzzz-9999 inside',
        accept: '*/*',
      }),
    ).toEqual([
      ['authorization', `Bearer ${mask}`],
      ['x-api-key', mask],
      ['x-amz-security-token', mask],
      ['set-cookie', mask],
      ['x-plain', `has ${mask} inside`],
      ['accept', '*/*'],
    ])
  })

  test('credential query values and userinfo are masked, the rest of the URL stays', () => {
    const redactor = createRedactor()
    expect(redactor.url('https://u:p@host/v1/a%3Ab?api-version=2&key=abc&x=1#f')).toBe(
      `https://${mask}@host/v1/a%3Ab?api-version=2&key=${mask}&x=1#f`,
    )
  })
})
