// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { CopyButton } from './copy-button.tsx'

afterEach(cleanup)

describe('CopyButton', () => {
  test('copies what is there at the click and announces it', async () => {
    const user = userEvent.setup()
    render(<CopyButton label="Copy" copiedLabel="Copied" text={() => Promise.resolve('later')} />)
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(await screen.findByText('Copied')).toBe(screen.getByRole('status'))
    expect(await navigator.clipboard.readText()).toBe('later')
  })

  test('says so when the clipboard refuses', async () => {
    const user = userEvent.setup()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'))
    render(<CopyButton label="Copy" copiedLabel="Copied" failedLabel="Could not copy" text="x" />)
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(await screen.findByText('Could not copy')).toBeDefined()
    expect(screen.queryByText('Copied')).toBeNull()
  })
})
