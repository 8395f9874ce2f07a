/** @file The window's fixed parts: title bar, rail and the stage with its panes. */
import { useState, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { Kbd } from '../kbd.tsx'
import { LayerContext } from '../overlays/layer.ts'
import { useElement, type Renderable } from '../render.ts'
import { BrandMark } from './brand-mark.tsx'

export interface AppFrameProps {
  /** The title bar; see `TitleBar`. */
  title: ReactNode
  /** The rail; see `Rail`. */
  rail: ReactNode
  /** The stage; see `Stage`. */
  children: ReactNode
  className?: string | undefined
}

/** Lays title bar, rail and stage out over the whole window. */
export function AppFrame({ title, rail, children, className }: AppFrameProps): ReactElement {
  return (
    <div className={joinClasses('ui-app', className)}>
      {title}
      {rail}
      {children}
    </div>
  )
}

export interface TitleBarProps {
  /** The app's name beside the mark. */
  brand: ReactNode
  /** The button in the middle; see `PaletteButton`. */
  palette?: ReactNode
  /** The window's own buttons, where the system draws none. */
  controls?: ReactNode
}

/** The bar at the top; the window is dragged by it. */
export function TitleBar({ brand, palette, controls }: TitleBarProps): ReactElement {
  return (
    <header className="ui-title">
      <div className="ui-brand">
        <BrandMark />
        {brand}
      </div>
      <div className="ui-title-middle">{palette}</div>
      <div className="ui-window-controls">{controls}</div>
    </header>
  )
}

export type PaletteButtonProps = ComponentProps<'button'> & {
  icon: ReactNode
  /** The chord that opens it too, such as `Ctrl K`. */
  shortcut?: string | undefined
}

/** The button that opens the palette, drawn as a quiet search box. */
export function PaletteButton(props: PaletteButtonProps): ReactElement {
  const { icon, shortcut, className, children, ...rest } = props
  return (
    <button type="button" {...rest} className={joinClasses('ui-palette', className)}>
      {icon}
      <span className="ui-cut">{children}</span>
      {shortcut ? (
        <Kbd aria-hidden className="ui-push">
          {shortcut}
        </Kbd>
      ) : null}
    </button>
  )
}

export interface RailProps {
  label: string
  children: ReactNode
}

/** The main navigation; its children are `RailLink`s. */
export function Rail({ label, children }: RailProps): ReactElement {
  return (
    <nav className="ui-rail" aria-label={label}>
      <ul>{children}</ul>
    </nav>
  )
}

export type RailLinkProps = Renderable<
  Omit<ComponentProps<'a'>, 'children'> & {
    icon: ReactNode
    label: ReactNode
    current?: boolean | undefined
    /** A green lamp with its meaning, such as "running". */
    lamp?: string | undefined
  }
>

/** A place on the rail: an icon over its name. */
export function RailLink(props: RailLinkProps): ReactElement {
  const { icon, label, current, lamp, render, className, ...rest } = props
  const link = useElement('a', render, {
    ...rest,
    className: joinClasses('ui-rail-link', className),
    'aria-current': current ? 'page' : undefined,
    children: (
      <>
        {icon}
        {label}
        {lamp ? <span className="ui-lamp" role="img" aria-label={lamp} /> : null}
      </>
    ),
  })
  return <li>{link}</li>
}

export interface StageProps {
  /** The list on the left. */
  master?: ReactNode
  /** The pane on the right. */
  inspector?: ReactNode
  /** The detail. */
  children: ReactNode
}

/** Everything right of the rail: master, detail and inspector, whichever there are. */
export function Stage({ master, inspector, children }: StageProps): ReactElement {
  const [layer, setLayer] = useState<HTMLElement | null>(null)
  return (
    <main
      ref={setLayer}
      className={joinClasses(
        'ui-stage',
        master ? 'has-master' : null,
        inspector ? 'has-inspector' : null,
      )}
    >
      <LayerContext value={layer}>
        {master}
        {children}
        {inspector}
      </LayerContext>
    </main>
  )
}
