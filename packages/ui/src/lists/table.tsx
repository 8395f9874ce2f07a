import {
  createElement,
  type ComponentProps,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react'
import { joinClasses } from '../class-names.ts'
import type { Tone } from '../feedback/tone.ts'

export type TableProps = ComponentProps<'table'> & {
  /** Widths of the columns, such as `168px` or `30%`; undefined shares what is left. */
  columns?: readonly (string | undefined)[] | undefined
  /** Row height: 28, 32 or 44 px. */
  density?: 'dense' | 'normal' | 'tall' | undefined
  /** Cells at the edges keep the pane's 20 px. */
  edge?: boolean | undefined
  /** Columns that go in windows under 1100 px, counted from 1; 2 to 6. */
  dropNarrow?: readonly number[] | undefined
}

/** A table with fixed columns. Put it straight into a scroll area and its head sticks. */
export function Table(props: TableProps): ReactElement {
  const { columns, density = 'normal', edge, dropNarrow, className, children, ...rest } = props
  const drops = dropNarrow?.map((column) => `drops-${column}`).join(' ')
  return (
    <table
      {...rest}
      className={joinClasses('ui-table', `is-${density}`, edge && 'is-edge', drops, className)}
    >
      {columns ? createElement('colgroup', null, ...columns.map(drawColumn)) : null}
      {children}
    </table>
  )
}

function drawColumn(width: string | undefined): ReactElement {
  return <col style={width ? { width } : undefined} />
}

export interface TableHeadProps {
  /** The column heads; `numeric` sets one right. */
  heads: readonly { id: string; label: ReactNode; numeric?: boolean | undefined }[]
}

/** The heads of the columns. */
export function TableHead({ heads }: TableHeadProps): ReactElement {
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head.id} scope="col" className={head.numeric ? 'ui-n' : undefined}>
            {head.label}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** The rows. */
export function TableBody(props: ComponentProps<'tbody'>): ReactElement {
  return <tbody {...props} />
}

/** Where each key goes from a row, by index. */
function rowAfter(key: string, at: number, last: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(at + 1, last)
  if (key === 'ArrowUp') return Math.max(at - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return last
  return undefined
}

function moveFocus(event: KeyboardEvent<HTMLTableRowElement>) {
  const body = event.currentTarget.parentElement
  const rows = [...(body?.querySelectorAll<HTMLElement>(':scope > tr[tabindex]') ?? [])]
  const to = rowAfter(event.key, rows.indexOf(event.currentTarget), rows.length - 1)
  if (to === undefined) return
  event.preventDefault()
  rows[to]?.focus()
}

export type TableRowProps = ComponentProps<'tr'> & {
  selected?: boolean | undefined
  /** Makes the row take focus and answer to click and Enter. */
  onActivate?: (() => void) | undefined
}

/**
 * A row. With `onActivate` it takes focus, arrow keys, Home and End move on to the next such row,
 * and controls in it keep their own clicks and keys.
 */
export function TableRow(props: TableRowProps): ReactElement {
  const { selected, onActivate, onClick, onKeyDown, className, ...rest } = props
  const focus = onActivate ? { tabIndex: 0 } : {}
  return (
    <tr
      {...focus}
      {...rest}
      aria-selected={selected}
      className={joinClasses(onActivate ? 'is-active' : null, className)}
      onClick={(event) => {
        onClick?.(event)
        const control = (event.target as Element).closest('a, button, input, [role="menuitem"]')
        if (!event.defaultPrevented && !control) onActivate?.()
      }}
      onKeyDown={(event) => {
        onKeyDown?.(event)
        if (!onActivate || event.defaultPrevented || event.target !== event.currentTarget) return
        moveFocus(event)
        if (event.key !== 'Enter') return
        event.preventDefault()
        onActivate()
      }}
    />
  )
}

export interface GroupHeadRowProps {
  /** How many columns it spans. */
  span: number
  label: ReactNode
  count?: number | undefined
}

/** A heading over the rows that follow. */
export function GroupHeadRow({ span, label, count }: GroupHeadRowProps): ReactElement {
  return (
    <tr className="ui-table-group">
      <th colSpan={span} scope="colgroup">
        {label} {count === undefined ? null : <span className="ui-faint ui-num">{count}</span>}
      </th>
    </tr>
  )
}

export type TableCellProps = ComponentProps<'td'> & {
  mono?: boolean | undefined
  numeric?: boolean | undefined
  /** 12 px. */
  small?: boolean | undefined
  /** How much the value matters: `soft` less, `faint` least. */
  weight?: 'normal' | 'soft' | 'faint' | undefined
  /** Centres controls in the row instead of setting them on the baseline. */
  middle?: boolean | undefined
  tone?: Tone | undefined
  /** The cell that names the row. */
  rowHead?: boolean | undefined
}

/** A cell; text that does not fit is cut, so give it a `title` where it may be long. */
export function TableCell(props: TableCellProps): ReactElement {
  const {
    mono,
    numeric,
    small,
    weight = 'normal',
    middle,
    tone,
    rowHead,
    className,
    ...rest
  } = props
  const classes = joinClasses(
    mono && 'ui-code',
    numeric && 'ui-n',
    small && 'ui-small',
    weight !== 'normal' && `ui-${weight}`,
    middle && 'is-middle',
    tone && tone !== 'neutral' && `ui-tone-${tone}`,
    className,
  )
  return rowHead ? (
    <th {...rest} scope="row" className={classes} />
  ) : (
    <td {...rest} className={classes} />
  )
}

export interface ActionCellProps {
  /** What is seen at rest. */
  children: ReactNode
  /** Icon buttons that take its place while the row has pointer or focus. */
  actions: ReactNode
  /** What is seen at rest stays beside them, as far as there is room. */
  keepsRest?: boolean | undefined
}

/** A cell whose actions show on hover and focus; they can always be reached with Tab. */
export function ActionCell({ children, actions, keepsRest }: ActionCellProps): ReactElement {
  const rest = <div className="ui-action-rest">{children}</div>
  const buttons = <div className="ui-action-buttons">{actions}</div>
  return (
    <td className={joinClasses('ui-action-cell is-middle', keepsRest && 'is-keeping')}>
      {keepsRest ? (
        <div className="ui-action-line">
          {rest}
          {buttons}
        </div>
      ) : (
        <>
          {rest}
          {buttons}
        </>
      )}
    </td>
  )
}
