// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ActionCell, GroupHeadRow, Table, TableBody, TableCell, TableRow } from './table.tsx'

afterEach(cleanup)

const opened = vi.fn<(name: string) => void>()
const edited = vi.fn<(name: string) => void>()

function Harness() {
  const row = (name: string) => (
    <TableRow key={name} aria-label={name} onActivate={() => opened(name)}>
      <TableCell rowHead>{name}</TableCell>
      <ActionCell
        actions={
          <button type="button" onClick={() => edited(name)}>
            Edit {name}
          </button>
        }
      >
        Answers
      </ActionCell>
    </TableRow>
  )
  return (
    <Table>
      <TableBody>
        {row('one')}
        <GroupHeadRow span={2} label="More" count={2} />
        {row('two')}
        {row('three')}
      </TableBody>
    </Table>
  )
}

const row = (name: string) => screen.getByRole('row', { name })

describe('rows that can be opened', () => {
  test('arrows, Home and End move between them and past headings', async () => {
    render(<Harness />)
    row('one').focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(row('two'))
    await userEvent.keyboard('{End}')
    expect(document.activeElement).toBe(row('three'))
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(row('three'))
    await userEvent.keyboard('{Home}')
    expect(document.activeElement).toBe(row('one'))
  })

  test('Enter and click open the row', async () => {
    opened.mockClear()
    render(<Harness />)
    row('two').focus()
    await userEvent.keyboard('{Enter}')
    await userEvent.click(screen.getByRole('rowheader', { name: 'three' }))
    expect(opened.mock.calls).toEqual([['two'], ['three']])
  })

  test('a button in the row does its own thing only', async () => {
    opened.mockClear()
    edited.mockClear()
    render(<Harness />)
    const edit = screen.getByRole('button', { name: 'Edit two' })
    await userEvent.click(edit)
    edit.focus()
    await userEvent.keyboard('{Enter}')
    expect(edited.mock.calls).toEqual([['two'], ['two']])
    expect(opened).not.toHaveBeenCalled()
  })
})
