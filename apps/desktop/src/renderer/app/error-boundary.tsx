import { Button, EmptyState } from '@patchbay/ui'
import { CircleX } from 'lucide-react'
import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  /** A new value means a new screen: the fault of the old one is forgotten. */
  resetKey?: string | undefined
  children: ReactNode
}

interface ErrorBoundaryState {
  failed: boolean
  resetKey: string | undefined
}

/** Keeps a fault in one screen from blanking the window. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false, resetKey: this.props.resetKey }

  static getDerivedStateFromError(): Pick<ErrorBoundaryState, 'failed'> {
    return { failed: true }
  }

  static getDerivedStateFromProps(
    props: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): ErrorBoundaryState | null {
    return props.resetKey === state.resetKey ? null : { failed: false, resetKey: props.resetKey }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <main className="grid h-full place-items-center bg-bg">
        <EmptyState
          role="alert"
          icon={<CircleX aria-hidden className="ui-tone-error" />}
          title="This screen broke."
          actions={
            <>
              <Button variant="primary" onClick={() => this.setState({ failed: false })}>
                Open it again
              </Button>
              <Button onClick={() => location.reload()}>Reload the window</Button>
            </>
          }
        >
          What is saved is safe. Open the screen again, or reload the window.
        </EmptyState>
      </main>
    )
  }
}
