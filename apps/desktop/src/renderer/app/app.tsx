import { ToastProvider } from '@patchbay/ui'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Router } from 'wouter'
import { HostProvider, type RpcClient } from '../lib/host.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Frame } from './frame.tsx'
import { useGuardedLocation } from './location.ts'

/** The whole window. */
export function App(props: { client: RpcClient; queries: QueryClient }): ReactElement {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={props.queries}>
        <HostProvider client={props.client}>
          <ToastProvider dismissLabel="Dismiss" secondsText={(seconds) => `${seconds} s`}>
            <Router hook={useGuardedLocation}>
              <Frame />
            </Router>
          </ToastProvider>
        </HostProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}
