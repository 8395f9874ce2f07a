import { expect, test } from 'vitest'
import { takeProxyAccount } from './proxy-account.ts'

test('the account in a proxy URL is taken out of it, decoded', () => {
  expect(takeProxyAccount(' http://ann%40corp:p%3Aw@proxy.corp.example:3128 ')).toEqual({
    url: 'http://proxy.corp.example:3128',
    username: 'ann@corp',
    password: 'p:w',
  })
  expect(takeProxyAccount('socks5h://ann@localhost:1080')).toEqual({
    url: 'socks5h://localhost:1080',
    username: 'ann',
    password: '',
  })
})

test('a URL without an account, and what is no URL, is left alone', () => {
  for (const text of ['http://proxy:3128', 'proxy:3128', '', 'http://']) {
    expect(takeProxyAccount(text)).toBeUndefined()
  }
})
