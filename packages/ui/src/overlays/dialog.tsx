import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type ReactElement, type ReactNode } from 'react'
import { Button, IconButton } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import { LayerContext } from './layer.ts'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** A sentence under the title. */
  description?: ReactNode
  /** The name of the close button. */
  closeLabel: string
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode
  /** Wider, for tables and code. */
  wide?: boolean | undefined
  className?: string | undefined
  children: ReactNode
}

/** A window over the app; Esc and a click outside close it, focus returns to where it was. */
export function Dialog(props: DialogProps): ReactElement {
  const { open, onOpenChange, title, description, closeLabel, footer, wide, className } = props
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className="ui-scrim" />
        <Base.Popup className={joinClasses('ui-dialog', wide && 'is-wide', className)}>
          <header className="ui-dialog-head">
            <Base.Title>{title}</Base.Title>
            <Base.Close
              render={<IconButton icon={<X />} label={closeLabel} className="ui-push" />}
            />
          </header>
          <div className="ui-dialog-body">
            {description ? (
              <Base.Description className="ui-soft">{description}</Base.Description>
            ) : null}
            <LayerContext value={null}>{props.children}</LayerContext>
          </div>
          {footer ? <footer className="ui-dialog-foot">{footer}</footer> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What will be done, naming the thing. */
  title: ReactNode
  /** What it affects. */
  children?: ReactNode
  confirmLabel: string
  cancelLabel: string
  onConfirm: () => void
  /** Further choices between cancel and confirm. */
  extra?: ReactNode
  /** `danger` when something is lost; the cancel button then has focus first. */
  tone?: 'default' | 'danger' | undefined
  /** While the answer is carried out. */
  pending?: boolean | undefined
}

/** A question that must be answered; a click outside does not close it. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const { open, onOpenChange, title, confirmLabel, cancelLabel, onConfirm, extra, pending } = props
  const danger = props.tone === 'danger'
  const cancel = useRef<HTMLButtonElement>(null)
  const confirm = useRef<HTMLButtonElement>(null)
  return (
    <BaseAlert.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className="ui-scrim" />
        <BaseAlert.Popup className="ui-dialog is-confirm" initialFocus={danger ? cancel : confirm}>
          <div className="ui-dialog-body">
            <BaseAlert.Title>{title}</BaseAlert.Title>
            {props.children ? (
              <BaseAlert.Description className="ui-soft" render={<div />}>
                {props.children}
              </BaseAlert.Description>
            ) : null}
          </div>
          <footer className="ui-dialog-foot">
            <BaseAlert.Close render={<Button ref={cancel}>{cancelLabel}</Button>} />
            {extra}
            <Button
              ref={confirm}
              variant={danger ? 'danger' : 'primary'}
              className={danger ? 'is-edged' : undefined}
              loading={pending}
              onClick={onConfirm}
            >
              {confirmLabel}
            </Button>
          </footer>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  )
}
