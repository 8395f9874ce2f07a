import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { Spinner } from '../feedback/spinner.tsx'
import { useElement, type Renderable } from '../render.ts'

export type ButtonVariant = 'default' | 'primary' | 'ghost' | 'danger'
export type ButtonSize = 'md' | 'sm'

export interface ButtonLook {
  /** `danger` is a ghost in the colour of errors. */
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
}

/**
 * The class names of a button, for elements that must look like one.
 *
 * @param look variant and size, and whether it holds an icon only
 */
export function buttonClass(look: ButtonLook & { iconOnly?: boolean } = {}): string {
  const { variant = 'default', size = 'md', iconOnly = false } = look
  return (
    joinClasses(
      'ui-btn',
      variant !== 'default' && `is-${variant}`,
      size === 'sm' && 'is-sm',
      iconOnly && 'is-icon',
    ) ?? ''
  )
}

export type ButtonProps = Renderable<
  ComponentProps<'button'> &
    ButtonLook & {
      /** An icon before the words. */
      icon?: ReactNode
      /** Shows a spinner in the icon's place, announces busy and takes no clicks. Focus stays. */
      loading?: boolean | undefined
    }
>

/** A push button; `type` is `button` unless told otherwise. */
export function Button(props: ButtonProps): ReactElement {
  const {
    variant,
    size,
    icon,
    loading = false,
    render,
    className,
    children,
    onClick,
    ...rest
  } = props
  return useElement('button', render, {
    ...(render ? {} : { type: 'button' }),
    ...rest,
    className: joinClasses(buttonClass({ variant, size }), className),
    onClick: loading ? (event: Event) => event.preventDefault() : onClick,
    'aria-busy': loading || undefined,
    'aria-disabled': loading || rest['aria-disabled'],
    children: (
      <>
        {loading ? <Spinner /> : icon}
        {children}
      </>
    ),
  })
}

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> & {
  /** What it does, for screen readers and as the tooltip. */
  label: string
  icon: ReactNode
}

/** A square button with an icon only; ghost unless told otherwise. */
export function IconButton(props: IconButtonProps): ReactElement {
  const { label, icon, variant = 'ghost', className, title, ...rest } = props
  return (
    <Button
      {...rest}
      aria-label={label}
      title={title ?? label}
      icon={icon}
      variant={variant}
      className={joinClasses('is-icon', className)}
    />
  )
}

export type LinkButtonProps = Renderable<ComponentProps<'button'>>

/** A button within a sentence that looks like a link. */
export function LinkButton({ render, className, ...rest }: LinkButtonProps): ReactElement {
  return useElement('button', render, {
    ...(render ? {} : { type: 'button' }),
    ...rest,
    className: joinClasses('ui-link', className),
  })
}
