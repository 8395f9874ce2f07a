import { Button, EmptyState, Skeleton } from '@patchbay/ui'
import { CircleX } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { readErrorInfo, titleOfError } from './error-words.ts'

interface QueryLike<Data> {
  readonly data: Data | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

/** Draws what a query gave; grey lines before it came, and what went wrong with a way to ask again. */
export function QueryView<Data>(props: {
  query: QueryLike<Data>
  /** What is loading, for screen readers. */
  loadingText: string
  children: (data: Data) => ReactNode
}): ReactElement {
  const { query, loadingText, children } = props
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) {
    const info = readErrorInfo(query.error)
    return (
      <EmptyState
        role="alert"
        icon={<CircleX aria-hidden className="ui-tone-error" />}
        title={`${titleOfError(info)}.`}
        actions={<Button onClick={() => void query.refetch()}>Try again</Button>}
      >
        {info.message}
      </EmptyState>
    )
  }
  return (
    <div aria-busy="true">
      <span className="ui-sr" role="status">
        {loadingText}
      </span>
      <Skeleton lines={4} />
    </div>
  )
}
