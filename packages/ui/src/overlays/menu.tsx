import { Menu as Base } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import { Fragment, type ReactElement, type ReactNode } from 'react'
import { IconButton } from '../actions/button.tsx'
import { Kbd } from '../kbd.tsx'
import { useLayer } from './layer.ts'

export interface MenuItem {
  /** Tells items apart; the label by default, if that is text. */
  id?: string | undefined
  label: ReactNode
  icon?: ReactNode
  shortcut?: string | undefined
  onSelect: () => void
  tone?: 'default' | 'danger' | undefined
  disabled?: boolean | undefined
  /** Draws a line above. */
  separated?: boolean | undefined
}

export interface MenuProps {
  /** The button's name, such as "More actions for …". */
  label: string
  items: readonly MenuItem[]
  /** The button; three dots by default. */
  trigger?: ReactElement | undefined
  align?: 'start' | 'end' | undefined
}

/** Actions behind a button. */
export function Menu({ label, items, trigger, align = 'end' }: MenuProps): ReactElement {
  const layer = useLayer()
  return (
    <Base.Root>
      <Base.Trigger render={trigger ?? <IconButton icon={<Ellipsis />} label={label} />} />
      <Base.Portal {...layer}>
        <Base.Positioner
          positionMethod="fixed"
          sideOffset={4}
          align={align}
          className="ui-positioner"
        >
          <Base.Popup className="ui-menu" aria-label={label}>
            {items.map((item, index) => (
              <Fragment key={item.id ?? (typeof item.label === 'string' ? item.label : index)}>
                {item.separated ? <Base.Separator className="ui-menu-line" /> : null}
                <Base.Item
                  className={item.tone === 'danger' ? 'ui-menu-item is-danger' : 'ui-menu-item'}
                  disabled={item.disabled ?? false}
                  onClick={item.onSelect}
                >
                  <span className="ui-option-mark">{item.icon}</span>
                  <span className="ui-cut">{item.label}</span>
                  {item.shortcut ? <Kbd aria-hidden>{item.shortcut}</Kbd> : null}
                </Base.Item>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
