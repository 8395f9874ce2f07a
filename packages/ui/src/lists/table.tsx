import type { ComponentProps, KeyboardEvent, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import type { Tone } from '../feedback/tone.ts'

export type TableProps = ComponentProps<'table'> & {
  /** Widths of the columns, such as `168px` or `30%`; undefined shares what is left. */
  columns?: readonly (string | undefined)[] | undefined
  /** Row height: 28, 32 or 44 px. */
  density?: 'dense' | 'normal' | 'tall' | undefined
  /** Cells at the edges keep the pane's 20 px. */
  edge?: boolean | undefined
}

/** A table with fixed columns. Put it straight into a scroll area and its head sticks. */
export function Table(props: TableProps): ReactElement {
  const { columns, density = 'normal', edge, className, children, ...rest } = props
  return (
    <table
      {...rest}
      className={joinClasses('ui-table', `is-${density}`, edge && 'is-edge', className)}
    >
      {columns ? (
        <colgroup>
          {columns.map((width, index) => (
            <col key={index} style={width ? { width } : undefined} />
          ))}
        </colgroup>
      ) : null}
      {children}
    </table>
  )
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

/** The rows; arrow keys, Home and End move between those that take focus. */
export function TableBody({ onKeyDown, ...rest }: ComponentProps<'tbody'>): ReactElement {
  return (
    <tbody
      {...rest}
      onKeyDown={(event) => {
        onKeyDown?.(event)
        if (!event.defaultPrevented) moveFocus(event)
      }}
    />
  )
}

function moveFocus(event: KeyboardEvent<HTMLTableSectionElement>) {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > tr[tabindex]')]
  const at = rows.findIndex((row) => row === event.target)
  if (at < 0) return
  const steps: Record<string, number> = {
    ArrowDown: Math.min(at + 1, rows.length - 1),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: rows.length - 1,
  }
  const to = steps[event.key]
  if (to === undefined) return
  event.preventDefault()
  rows[to]?.focus()
}

export type TableRowProps = ComponentProps<'tr'> & {
  selected?: boolean | undefined
  /** Makes the row take focus and answer to click and Enter. */
  onActivate?: (() => void) | undefined
}

/** A row. With `onActivate` it is a stop of its own; controls in it keep their own clicks. */
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
        if (event.key !== 'Enter' || event.target !== event.currentTarget) return
        event.preventDefault()
        onActivate?.()
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
  const { mono, numeric, small, weight = 'normal', middle, tone, rowHead, className, ...rest } = props
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
}

/** A cell whose actions show on hover and focus; they can always be reached with Tab. */
export function ActionCell({ children, actions }: ActionCellProps): ReactElement {
  return (
    <td className="ui-action-cell is-middle">
      <div className="ui-action-rest">{children}</div>
      <div className="ui-action-buttons">{actions}</div>
    </td>
  )
}
