// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { KeyValueRows, type KeyValueError, type KeyValueRow } from './key-value-rows.tsx'

afterEach(cleanup)

let latest: readonly KeyValueRow[]
let setFromOutside: (rows: KeyValueRow[]) => void

function Harness({ start, errors }: { start: KeyValueRow[]; errors?: KeyValueError[] }) {
  const [rows, setRows] = useState(start)
  latest = rows
  setFromOutside = setRows
  return (
    <KeyValueRows
      legend="Headers"
      rows={rows}
      onChange={setRows}
      nameLabel={(number) => `Header name ${number}`}
      valueLabel={(number) => `Header value ${number}`}
      removeLabel={(row) => `Remove ${row.name}`}
      addLabel="Add header"
      empty="No headers."
      isMasked={(row) => row.name === 'x-secret'}
      errors={errors}
    />
  )
}

const two = () => [
  { name: 'x-one', value: '1' },
  { name: 'x-secret', value: '2' },
]

describe('KeyValueRows', () => {
  test('says when it is empty, and a new row takes focus', async () => {
    render(<Harness start={[]} />)
    expect(screen.getByText('No headers.')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Add header' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Header name 1'))
    await userEvent.keyboard('x-team{Tab}ml')
    expect(latest).toEqual([{ name: 'x-team', value: 'ml' }])
  })

  test('removes the row that was meant and keeps the inputs of the others', async () => {
    render(<Harness start={two()} />)
    const second = screen.getByLabelText('Header name 2')
    await userEvent.click(screen.getByRole('button', { name: 'Remove x-one' }))
    expect(latest).toEqual([{ name: 'x-secret', value: '2' }])
    expect(screen.getByLabelText('Header name 1')).toBe(second)
  })

  test('focus is not lost with a removed row', async () => {
    render(<Harness start={two()} />)
    await userEvent.click(screen.getByRole('button', { name: 'Remove x-one' }))
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add header' }))
  })

  test('masks the values it is told to mask', () => {
    render(<Harness start={two()} />)
    expect(screen.getByLabelText<HTMLInputElement>('Header value 1').type).toBe('text')
    expect(screen.getByLabelText<HTMLInputElement>('Header value 2').type).toBe('password')
  })

  test('ties an error to the box it is about', () => {
    render(<Harness start={two()} errors={[{}, { name: 'Spaces are not allowed.' }]} />)
    const box = screen.getByLabelText('Header name 2')
    expect(box.getAttribute('aria-invalid')).toBe('true')
    const id = box.getAttribute('aria-describedby') ?? ''
    expect(document.getElementById(id)?.textContent).toBe('Spaces are not allowed.')
    expect(screen.getByLabelText('Header value 2').getAttribute('aria-invalid')).toBeNull()
    expect(screen.getByLabelText('Header name 1').getAttribute('aria-invalid')).toBeNull()
  })

  test('follows rows that are set from outside', () => {
    render(<Harness start={two()} />)
    act(() => setFromOutside([...two(), { name: 'x-three', value: '3' }]))
    expect(screen.getByLabelText<HTMLInputElement>('Header name 3').value).toBe('x-three')
    act(() => setFromOutside([]))
    expect(screen.queryByLabelText('Header name 1')).toBeNull()
  })
})
