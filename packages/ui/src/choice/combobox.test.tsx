// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Combobox } from './combobox.tsx'
import type { ChoiceOption } from './options.ts'

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {}
})
afterEach(cleanup)

const options: ChoiceOption[] = [
  { value: 'a', label: 'Azure West Europe', secondary: 'Azure OpenAI' },
  { value: 'b', label: 'Bedrock Frankfurt', secondary: 'Amazon Bedrock' },
  { value: 'c', label: 'Company proxy', secondary: 'Anthropic', disabled: true },
  { value: 'v', label: 'vLLM cluster', secondary: 'last check failed', tone: 'error' },
]

let latest: string | null
const onAdd = vi.fn<() => void>()
const onSubmit = vi.fn<() => void>()

function Harness(props: { start?: string | null; freeText?: boolean; withAction?: boolean }) {
  const [value, setValue] = useState<string | null>(props.start ?? null)
  latest = value
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Combobox
        label="Endpoint"
        options={options}
        value={value}
        onChange={setValue}
        freeText={props.freeText}
        emptyText="Nothing has these words."
        listAction={
          props.withAction ? { label: 'Add custom provider…', onSelect: onAdd } : undefined
        }
      />
      <button type="submit">Save</button>
    </form>
  )
}

const box = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Endpoint' })
const shown = () => screen.queryAllByRole('option').map((option) => option.textContent)
const activeText = () =>
  document.getElementById(box().getAttribute('aria-activedescendant') ?? '')?.textContent

describe('Combobox by keyboard', () => {
  test('shows the choice and opens on it with the arrow key', async () => {
    render(<Harness start="b" />)
    expect(box().value).toBe('Bedrock Frankfurt')
    expect(box().getAttribute('aria-expanded')).toBe('false')
    box().focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(box().getAttribute('aria-expanded')).toBe('true')
    expect(shown()).toHaveLength(4)
    expect(activeText()).toContain('Bedrock Frankfurt')
    expect(screen.getByRole('option', { selected: true, name: 'Bedrock Frankfurt' })).toBeDefined()
  })

  test('steps over what is disabled and takes the row with Enter, without submitting', async () => {
    onSubmit.mockClear()
    render(<Harness start="b" />)
    box().focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    expect(activeText()).toContain('vLLM cluster')
    await userEvent.keyboard('{Enter}')
    expect(latest).toBe('v')
    expect(box().getAttribute('aria-expanded')).toBe('false')
    expect(onSubmit).not.toHaveBeenCalled()
    await userEvent.keyboard('{Enter}')
    expect(onSubmit).toHaveBeenCalledOnce()
  })

  test('goes round at the ends', async () => {
    render(<Harness start="a" />)
    box().focus()
    await userEvent.keyboard('{ArrowDown}{ArrowUp}')
    expect(activeText()).toContain('vLLM cluster')
    await userEvent.keyboard('{ArrowDown}')
    expect(activeText()).toContain('Azure West Europe')
  })

  test('typing searches labels and secondary words, and Enter takes the first', async () => {
    render(<Harness />)
    await userEvent.type(box(), 'amazon')
    expect(screen.getAllByRole('option')).toHaveLength(1)
    await userEvent.keyboard('{Enter}')
    expect(latest).toBe('b')
    expect(box().value).toBe('Bedrock Frankfurt')
  })

  test('Esc closes and puts the choice back', async () => {
    render(<Harness start="a" />)
    box().focus()
    await userEvent.clear(box())
    await userEvent.type(box(), 'vllm cluster')
    await userEvent.keyboard('{Escape}')
    expect(latest).toBe('a')
    expect(box().value).toBe('Azure West Europe')
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  test('Esc in an open list reaches nobody else', async () => {
    const outer = vi.fn<() => void>()
    render(
      <div onKeyDown={outer} role="presentation">
        <Harness start="a" />
      </div>,
    )
    box().focus()
    await userEvent.keyboard('{ArrowDown}')
    outer.mockClear()
    await userEvent.keyboard('{Escape}')
    expect(outer).not.toHaveBeenCalled()
  })

  test('leaving takes text that names one option', async () => {
    render(<Harness start="a" />)
    await userEvent.clear(box())
    await userEvent.type(box(), 'vllm CLUSTER')
    await userEvent.tab()
    expect(latest).toBe('v')
  })

  test('leaving puts the choice back when the text names none', async () => {
    render(<Harness start="a" />)
    await userEvent.clear(box())
    await userEvent.type(box(), 'e')
    await userEvent.tab()
    expect(latest).toBe('a')
    expect(box().value).toBe('Azure West Europe')
  })

  test('says when nothing matches', async () => {
    render(<Harness />)
    await userEvent.type(box(), 'zzz')
    expect(screen.getByRole('status').textContent).toBe('Nothing has these words.')
    expect(shown()).toEqual([])
  })

  test('the action at the foot is reached with the arrows and chooses nothing', async () => {
    onAdd.mockClear()
    render(<Harness start="v" withAction />)
    box().focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    expect(onAdd).toHaveBeenCalledOnce()
    expect(latest).toBe('v')
    expect(box().value).toBe('vLLM cluster')
  })
})

describe('Combobox by pointer', () => {
  test('opens on click and takes the row clicked', async () => {
    render(<Harness start="a" />)
    await userEvent.click(box())
    await userEvent.click(screen.getByRole('option', { name: 'Bedrock Frankfurt' }))
    expect(latest).toBe('b')
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  test('a disabled row takes no click', async () => {
    render(<Harness start="a" />)
    await userEvent.click(box())
    await userEvent.click(screen.getByRole('option', { name: 'Company proxy' }))
    expect(latest).toBe('a')
  })
})

describe('Combobox with values no option has', () => {
  test('keeps and shows a stale value', () => {
    render(<Harness start="gone-endpoint" />)
    expect(box().value).toBe('gone-endpoint')
  })

  test('free text is the value as it is typed, and Enter submits it', async () => {
    onSubmit.mockClear()
    render(<Harness start="" freeText />)
    await userEvent.type(box(), 'eu-south-9')
    expect(latest).toBe('eu-south-9')
    await userEvent.keyboard('{Enter}')
    expect(latest).toBe('eu-south-9')
    expect(onSubmit).toHaveBeenCalledOnce()
  })

  test('free text never turns into an option by itself', async () => {
    render(<Harness start="" freeText />)
    await userEvent.type(box(), 'bedrock')
    await userEvent.tab()
    expect(latest).toBe('bedrock')
  })
})
