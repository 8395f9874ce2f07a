import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { IconButton } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import { Spinner } from '../feedback/spinner.tsx'

export interface AttachmentListProps {
  /** What they are, for screen readers. */
  label: string
  className?: string | undefined
  children: ReactNode
}

/** Files of a message, in a row that wraps. */
export function AttachmentList({ label, className, children }: AttachmentListProps): ReactElement {
  return (
    <ul aria-label={label} className={joinClasses('ui-files', className)}>
      {children}
    </ul>
  )
}

export interface AttachmentItemProps {
  name: string
  /** Size, or what is wrong. */
  detail: ReactNode
  /** A picture of it or an icon, 32 by 32. */
  icon: ReactNode
  /** While it is on its way. */
  busy?: boolean | undefined
  /** Opens it. */
  onOpen?: (() => void) | undefined
  /** The name of the button that opens it. */
  openLabel?: string | undefined
  onRemove?: (() => void) | undefined
  /** The name of the button that removes it. */
  removeLabel?: string | undefined
}

/** One file: what it looks like, its name and size, and what can be done with it. */
export function AttachmentItem(props: AttachmentItemProps): ReactElement {
  const { name, detail, icon, busy = false, onOpen, openLabel, onRemove, removeLabel } = props
  const inside = (
    <>
      <span className="ui-file-icon">{busy ? <Spinner /> : icon}</span>
      <span className="ui-file-words">
        <span className="ui-cut">{name}</span>
        <span className="ui-hint ui-num">{detail}</span>
      </span>
    </>
  )
  return (
    <li className="ui-file" aria-busy={busy || undefined}>
      {onOpen ? (
        <button type="button" className="ui-file-open" aria-label={openLabel} onClick={onOpen}>
          {inside}
        </button>
      ) : (
        <span className="ui-file-open">{inside}</span>
      )}
      {onRemove ? (
        <IconButton
          size="sm"
          label={removeLabel ?? 'Remove'}
          icon={<X aria-hidden />}
          onClick={onRemove}
        />
      ) : null}
    </li>
  )
}
