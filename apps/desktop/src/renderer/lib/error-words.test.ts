import { errorCodes } from '@patchbay/provider-core/model'
import { describe, expect, test } from 'vitest'
import { readErrorInfo, titleOfError, wordError } from './error-words.ts'

const refused = {
  code: 'authentication',
  message: 'The server answered 401.',
  status: 401,
  retryable: false,
} as const

describe('error words', () => {
  test('every code has a title of its own', () => {
    const titles = errorCodes.map((code) => titleOfError({ code, status: 400 }))
    expect(new Set(titles).size).toBe(errorCodes.length)
    for (const title of titles) expect(title).toMatch(/^[A-Z].*[^.!]$/)
  })

  test('what was never sent is not said to be refused by a server', () => {
    const info = {
      code: 'invalid-request',
      message: 'It takes no PDFs.',
      retryable: false,
    } as const
    expect(wordError(info)).toBe('It cannot be sent as it is. It takes no PDFs.')
    for (const asked of [{ status: 400 }, { url: 'https://api.example' }]) {
      expect(wordError({ ...info, ...asked })).toContain('The server did not accept the request.')
    }
  })

  test('an error is worded by its title and then its message', () => {
    expect(wordError(refused)).toBe('The server refused the key. The server answered 401.')
  })

  test('the host’s error is found in the data of a failed call', () => {
    const thrown = Object.assign(new Error('Unauthorized'), { data: refused })
    expect(readErrorInfo(thrown)).toBe(refused)
  })

  test('an error that the host did not word is internal and keeps its text to itself', () => {
    const info = readErrorInfo(new Error('socket at /home/someone/secret failed'))
    expect(info.code).toBe('internal')
    expect(info.message).not.toContain('socket')
  })

  test('data with a code that nobody knows is not taken for an error of ours', () => {
    const thrown = { data: { code: 'nope', message: 'x', retryable: true } }
    expect(readErrorInfo(thrown).code).toBe('internal')
  })
})
