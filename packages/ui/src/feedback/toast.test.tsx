// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ToastProvider, useToasts, type ToastOptions } from './toast.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function ShowButton({ options }: { options: ToastOptions }) {
  const { show } = useToasts()
  return (
    <button type="button" onClick={() => show(options)}>
      Delete
    </button>
  )
}

function open(options: ToastOptions) {
  render(
    <StrictMode>
      <ToastProvider dismissLabel="Close" secondsText={(seconds) => `${seconds} s`}>
        <ShowButton options={options} />
      </ToastProvider>
    </StrictMode>,
  )
  fireEvent.click(screen.getByText('Delete'))
}

/** A second at a time, so that each tick is drawn before the next starts. */
function pass(seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    act(() => {
      vi.advanceTimersByTime(1000)
    })
  }
}

const calls = () => ({ onUndo: vi.fn<() => void>(), onExpire: vi.fn<() => void>() })

describe('a toast that only tells', () => {
  test('stands for five seconds where it is a few words, for ten where it is more', () => {
    open({ message: 'Saved.' })
    expect(screen.getByText('5 s')).toBeDefined()
    pass(5)
    expect(screen.queryByText('Saved.')).toBeNull()
    cleanup()
    open({ message: 'The endpoint was not reached, and nothing was changed. Try again later.' })
    expect(screen.getByText('10 s')).toBeDefined()
  })
})

describe('a toast with undo', () => {
  test('is announced, counts down from ten and then expires once', () => {
    const { onUndo, onExpire } = calls()
    open({ message: 'Deleted.', undo: { label: 'Undo', onUndo }, onExpire })
    expect(screen.getByRole('status').textContent).toContain('Deleted.')
    pass(2)
    expect(screen.getByText('8 s')).toBeDefined()
    expect(onExpire).not.toHaveBeenCalled()
    pass(8)
    expect(onExpire).toHaveBeenCalledOnce()
    expect(onUndo).not.toHaveBeenCalled()
    expect(screen.queryByText('Deleted.')).toBeNull()
  })

  test('undo takes it away and it never expires', () => {
    const { onUndo, onExpire } = calls()
    open({ message: 'Deleted.', undo: { label: 'Undo', onUndo }, onExpire })
    fireEvent.click(screen.getByText('Undo'))
    pass(12)
    expect(onUndo).toHaveBeenCalledOnce()
    expect(onExpire).not.toHaveBeenCalled()
  })

  test('waits while the pointer is on it', () => {
    const { onUndo, onExpire } = calls()
    open({ message: 'Deleted.', undo: { label: 'Undo', onUndo }, onExpire, seconds: 3 })
    const card = screen.getByText('Deleted.').parentElement
    if (!card) throw new Error('the toast has no card')
    fireEvent.pointerEnter(card)
    pass(5)
    expect(onExpire).not.toHaveBeenCalled()
    fireEvent.pointerLeave(card)
    pass(3)
    expect(onExpire).toHaveBeenCalledOnce()
  })
})
