import { expect, test } from 'vitest'
import { toAppUrl, toPageUrl } from './scheme-urls.ts'

test('a URL of the app goes to the page and back', () => {
  for (const url of ['patchbay-app://window/', 'patchbay-app://window/assets/a.js?b=c#d']) {
    const page = toPageUrl(url)
    expect(page).toMatch(/^https:\/\/window\.patchbay-app\.invalid\//)
    expect(toAppUrl(page, ['patchbay-app'])).toBe(url)
  }
})

test('what is not of the app stays', () => {
  for (const url of ['https://example.com/', 'http://127.0.0.1:9/x', 'about:blank', 'no url']) {
    expect(toAppUrl(url, ['patchbay-app'])).toBe(url)
  }
  expect(toAppUrl('https://window.other.invalid/', ['patchbay-app'])).toBe(
    'https://window.other.invalid/',
  )
  expect(toPageUrl('https://example.com/x')).toBe('https://example.com/x')
})
