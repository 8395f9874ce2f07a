// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { TextField } from './text-field.tsx'

afterEach(cleanup)

function describedTexts(input: HTMLElement): (string | null | undefined)[] {
  const ids = input.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent)
}

describe('TextField', () => {
  test('is found by its label and carries no messages when it has none', () => {
    render(<TextField label="Base URL" />)
    const input = screen.getByLabelText('Base URL')
    expect(input.getAttribute('aria-invalid')).toBeNull()
    expect(input.getAttribute('aria-describedby')).toBeNull()
  })

  test('ties error, hint and what stands below to the input', () => {
    render(
      <TextField
        label="Name"
        error="This name is taken."
        hint="Shown in lists."
        below={<p>More</p>}
      />,
    )
    const input = screen.getByLabelText('Name')
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(describedTexts(input)).toEqual(['This name is taken.', 'Shown in lists.', 'More'])
    expect(screen.getByRole('alert').textContent).toBe('This name is taken.')
  })

  test('keeps a description of its own beside the messages', () => {
    render(
      <>
        <p id="note">Outside</p>
        <TextField label="Name" hint="Inside" aria-describedby="note" />
      </>,
    )
    expect(describedTexts(screen.getByLabelText('Name'))).toEqual(['Outside', 'Inside'])
  })

  test('uses a given id and hands the ref the input', () => {
    let element: HTMLInputElement | null = null
    render(
      <TextField
        label="Name"
        id="endpoint-name"
        ref={(input) => {
          element = input
        }}
      />,
    )
    expect(element).toBe(screen.getByLabelText('Name'))
    expect(screen.getByLabelText('Name').id).toBe('endpoint-name')
  })

  test('keeps a hidden label as the name', () => {
    render(<TextField label="Message" hideLabel />)
    expect(screen.getByRole('textbox', { name: 'Message' })).toBeDefined()
  })
})
