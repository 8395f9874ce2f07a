import { CircleCheck, CircleX, Info, TriangleAlert, X } from 'lucide-react'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { IconButton } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import type { Tone } from './tone.ts'

export type NoticeProps = Omit<ComponentProps<'div'>, 'title'> & {
  tone?: Exclude<Tone, 'neutral'> | undefined
  /** The finding in one sentence, set strong before the body. */
  title?: ReactNode
  /** Buttons under the text. */
  actions?: ReactNode
  icon?: ReactNode
  onDismiss?: (() => void) | undefined
  /** The name of the button that closes it; needed with `onDismiss`. */
  dismissLabel?: string | undefined
}

const ICONS = { ok: CircleCheck, warn: TriangleAlert, error: CircleX, info: Info }

/** A finding in place: an icon, what it is, and the mend as buttons. Give `role="alert"` if it is news. */
export function Notice(props: NoticeProps): ReactElement {
  const {
    tone = 'info',
    title,
    actions,
    icon,
    onDismiss,
    dismissLabel,
    className,
    children,
    ...rest
  } = props
  const Icon = ICONS[tone]
  return (
    <div {...rest} className={joinClasses('ui-notice', `is-${tone}`, className)}>
      {icon ?? <Icon aria-hidden />}
      <div className="ui-notice-text">
        <div>
          {title ? <strong>{title} </strong> : null}
          {children}
        </div>
        {actions ? <div className="ui-notice-actions">{actions}</div> : null}
      </div>
      {onDismiss && dismissLabel ? (
        <IconButton size="sm" icon={<X />} label={dismissLabel} onClick={onDismiss} />
      ) : null}
    </div>
  )
}
