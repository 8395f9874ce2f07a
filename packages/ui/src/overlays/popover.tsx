import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { useLayer } from './layer.ts'

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement
  /** Its name for screen readers; shown as the head when `showTitle`. */
  label: string
  showTitle?: boolean | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  align?: 'start' | 'center' | 'end' | undefined
  side?: 'top' | 'bottom' | undefined
  className?: string | undefined
  children: ReactNode
}

/** A small surface by its button, for a few controls; Esc closes it. */
export function Popover(props: PopoverProps): ReactElement {
  const { trigger, label, showTitle, open, onOpenChange, align = 'start', side = 'bottom' } = props
  const layer = useLayer()
  const control = open === undefined ? {} : { open }
  return (
    <Base.Root {...control} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal {...layer}>
        <Base.Positioner
          positionMethod="fixed"
          sideOffset={4}
          align={align}
          side={side}
          className="ui-positioner"
        >
          <Base.Popup className={joinClasses('ui-menu is-popover', props.className)}>
            <Base.Title className={showTitle ? 'ui-popover-title' : 'ui-sr'}>{label}</Base.Title>
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
