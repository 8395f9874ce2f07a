import { Check, Copy } from 'lucide-react'
import { useEffect, useState, type ReactElement } from 'react'
import { VisuallyHidden } from '../visually-hidden.tsx'
import { Button, IconButton, type ButtonLook } from './button.tsx'

export interface CopyButtonProps extends ButtonLook {
  /** What is copied; a function is asked at the click, so that it may be fetched. */
  text: string | (() => string | Promise<string>)
  /** What it does, such as "Copy". */
  label: string
  /** What is said once it is done, such as "Copied". */
  copiedLabel: string
  /** What is said when the clipboard refuses. */
  failedLabel?: string | undefined
  /** Shows the icon alone; the label stays its name. */
  iconOnly?: boolean | undefined
  disabled?: boolean | undefined
  className?: string | undefined
}

const SHOWN_FOR_MS = 1600

/** Puts a text on the clipboard and announces it. */
export function CopyButton(props: CopyButtonProps): ReactElement {
  const { text, label, copiedLabel, failedLabel = '', iconOnly = false, ...look } = props
  const { variant = 'ghost', size = 'sm', disabled, className } = look
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none')

  useEffect(() => {
    if (outcome === 'none') return
    const timer = setTimeout(() => setOutcome('none'), SHOWN_FOR_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text())
      setOutcome('copied')
    } catch {
      setOutcome('failed')
    }
  }

  const icon = outcome === 'copied' ? <Check className="ui-tone-ok" /> : <Copy />
  const shared = { variant, size, disabled, className, icon, onClick: () => void copy() }
  const said = { none: '', copied: copiedLabel, failed: failedLabel }[outcome]
  return (
    <>
      {iconOnly ? <IconButton {...shared} label={label} /> : <Button {...shared}>{label}</Button>}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  )
}
