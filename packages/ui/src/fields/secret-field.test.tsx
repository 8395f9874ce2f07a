// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { SecretField, type SecretChange, type SecretWords } from './secret-field.tsx'
import { trimSecret } from './secret-input.tsx'

afterEach(cleanup)

const words: SecretWords = {
  saved: 'Saved in Keychain',
  replace: 'Replace',
  remove: 'Remove',
  removed: 'Goes when you save',
  undo: 'Undo',
  keep: 'Keep the saved one',
  show: 'Show what you typed',
  destination: 'Goes to Keychain.',
  trimmed: 'Blanks were trimmed.',
}

let latest: SecretChange
let setFromOutside: (value: SecretChange) => void

function Harness({ saved, start }: { saved: boolean; start?: SecretChange }) {
  const [value, setValue] = useState<SecretChange>(start ?? { state: 'unchanged' })
  latest = value
  setFromOutside = setValue
  return (
    <SecretField label="API key" words={words} saved={saved} value={value} onChange={setValue} />
  )
}

const input = () => screen.getByLabelText<HTMLInputElement>('API key')
const button = (name: string) => screen.getByRole('button', { name })

describe('SecretField without a stored value', () => {
  test('is a masked input that browsers do not fill', async () => {
    render(<Harness saved={false} />)
    expect(input().type).toBe('password')
    expect(input().getAttribute('autocomplete')).toBe('off')
    await userEvent.type(input(), 'sk-1')
    expect(latest).toEqual({ state: 'set', value: 'sk-1' })
  })

  test('shows what was typed on demand, and nothing to show while empty', async () => {
    render(<Harness saved={false} />)
    expect(screen.queryByRole('button', { name: words.show })).toBeNull()
    await userEvent.type(input(), 'sk-1')
    await userEvent.click(button(words.show))
    expect(input().type).toBe('text')
    expect(button(words.show).getAttribute('aria-pressed')).toBe('true')
  })

  test('emptying it is no change', async () => {
    render(<Harness saved={false} />)
    await userEvent.type(input(), 'a')
    await userEvent.clear(input())
    expect(latest).toEqual({ state: 'unchanged' })
  })

  test('cuts blanks and line breaks from a paste and says so', async () => {
    render(<Harness saved={false} />)
    input().focus()
    await userEvent.paste('  sk-abc\n')
    expect(latest).toEqual({ state: 'set', value: 'sk-abc' })
    expect(screen.getByRole('status').textContent).toContain(words.trimmed)
  })

  test('pastes into what is selected', async () => {
    render(<Harness saved={false} start={{ state: 'set', value: 'abXXef' }} />)
    input().focus()
    input().setSelectionRange(2, 4)
    await userEvent.paste(' cd ')
    expect(latest).toEqual({ state: 'set', value: 'abcdef' })
  })

  test('says nothing about a paste that was clean', async () => {
    render(<Harness saved={false} />)
    input().focus()
    await userEvent.paste('sk-abc')
    expect(screen.getByRole('status').textContent).toBe('')
  })
})

describe('SecretField with a stored value', () => {
  test('is a status without any input', () => {
    render(<Harness saved />)
    expect(screen.getByRole('group', { name: 'API key' }).textContent).toContain(words.saved)
    expect(document.querySelector('input')).toBeNull()
  })

  test('replace opens an empty, focused input that changes nothing until typed in', async () => {
    render(<Harness saved />)
    await userEvent.click(button('Replace'))
    expect(document.activeElement).toBe(input())
    expect(input().value).toBe('')
    expect(latest).toEqual({ state: 'unchanged' })
    await userEvent.keyboard('new')
    expect(latest).toEqual({ state: 'set', value: 'new' })
  })

  test('keeps the input open when it is emptied while replacing', async () => {
    render(<Harness saved />)
    await userEvent.click(button('Replace'))
    await userEvent.keyboard('n{Backspace}')
    expect(input().value).toBe('')
    expect(latest).toEqual({ state: 'unchanged' })
  })

  test('keep goes back to the stored value', async () => {
    render(<Harness saved />)
    await userEvent.click(button('Replace'))
    await userEvent.keyboard('new')
    await userEvent.click(button(words.keep))
    expect(latest).toEqual({ state: 'unchanged' })
    expect(screen.getByText(words.saved)).toBeDefined()
  })

  test('remove can be undone', async () => {
    render(<Harness saved />)
    await userEvent.click(button('Remove'))
    expect(latest).toEqual({ state: 'removed' })
    expect(screen.getByText(words.removed)).toBeDefined()
    await userEvent.click(button('Undo'))
    expect(latest).toEqual({ state: 'unchanged' })
    expect(screen.getByText(words.saved)).toBeDefined()
  })

  test('is a status again once the form has saved what was typed', async () => {
    render(<Harness saved />)
    await userEvent.click(button('Replace'))
    await userEvent.keyboard('new')
    act(() => setFromOutside({ state: 'unchanged' }))
    expect(document.querySelector('input')).toBeNull()
    expect(document.body.innerHTML).not.toContain('new')
  })
})

describe('trimSecret', () => {
  test.each([
    ['  key  ', false, 'key'],
    ['key\r\n', false, 'key'],
    ['ke\n  y', false, 'key'],
    ['\n{\n "a": 1\n}\n', true, '{\n "a": 1\n}'],
    ['two words', false, 'two words'],
  ])('%j (several lines: %j) gives %j', (pasted, multiline, clean) => {
    expect(trimSecret(pasted, multiline)).toBe(clean)
  })
})
