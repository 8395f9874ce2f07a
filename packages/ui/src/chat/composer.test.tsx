// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Composer } from './composer.tsx'

afterEach(cleanup)

const onSubmit = vi.fn<(text: string) => void>()

function Harness() {
  const [text, setText] = useState('')
  return (
    <Composer label="Message" value={text} onChange={setText} onSubmit={() => onSubmit(text)} />
  )
}

const box = () => screen.getByLabelText<HTMLTextAreaElement>('Message')

describe('Composer', () => {
  test('Enter sends, Shift+Enter breaks the line', async () => {
    onSubmit.mockClear()
    render(<Harness />)
    await userEvent.type(box(), 'one{Shift>}{Enter}{/Shift}two')
    expect(onSubmit).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    expect(onSubmit.mock.calls).toEqual([['one\ntwo']])
    expect(box().value).toBe('one\ntwo')
  })

  test('Enter that ends a composition does not send', () => {
    onSubmit.mockClear()
    render(<Harness />)
    fireEvent.keyDown(box(), { key: 'Enter', isComposing: true })
    expect(onSubmit).not.toHaveBeenCalled()
  })
})
