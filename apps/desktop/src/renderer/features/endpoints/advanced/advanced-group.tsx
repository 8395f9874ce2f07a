import { Disclosure } from '@patchbay/ui'
import { useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { get } from 'react-hook-form'
import { useFields } from '../use-endpoint-form.ts'

export interface AdvancedGroupProps {
  title: string
  /** What is set in there, or what could be, so that the fold need not be opened to know. */
  hint: string
  /** Paths of its fields: with an issue at one of them it opens. */
  paths: readonly string[]
  startsOpen?: boolean | undefined
  children: ReactNode
}

/** A fold within "Advanced". */
export function AdvancedGroup(props: AdvancedGroupProps): ReactElement {
  const { title, hint, paths, startsOpen = false, children } = props
  const { formState } = useFields()
  const [open, setOpen] = useState(startsOpen)
  const hasIssue = paths.some((path) => get(formState.errors, path) !== undefined)
  useEffect(() => {
    if (hasIssue) setOpen(true)
  }, [hasIssue])
  return (
    <Disclosure summary={title} hint={hint} open={open} onOpenChange={setOpen}>
      <div className="ui-form pt-2 pb-1 pl-4">{children}</div>
    </Disclosure>
  )
}
