import { Button, EmptyState, Pane, Stage } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import { Link } from 'wouter'
import { routes } from '../../app/routes.ts'
import { QueryView } from '../../lib/query-view.tsx'
import { useEndpoints } from '../../lib/resources/endpoints.ts'
import { EndpointEditor } from './endpoint-editor.tsx'
import { EndpointMaster } from './endpoint-master.tsx'
import { isRemovedHere } from './removed-here.ts'

export interface EndpointScreenProps {
  /** Undefined for a new one. */
  endpointId: string | undefined
  /** A built-in provider that is switched to the new endpoint once it is saved. */
  forProviderId: string | undefined
  /** A draft that the form of a new one starts from. */
  proposalId?: string | undefined
}

/** One custom provider: the others on the left, its form, and its check on the right. */
export function EndpointScreen({
  endpointId,
  forProviderId,
  proposalId,
}: EndpointScreenProps): ReactElement {
  const endpoints = useEndpoints()
  const master = <EndpointMaster endpoints={endpoints.data ?? []} currentId={endpointId} />
  const endpoint = endpoints.data?.find((one) => one.id === endpointId)
  // Deleted elsewhere while the form is open, its edits must not go with it.
  const [last, setLast] = useState(endpoint)
  if (endpoint && endpoint !== last) setLast(endpoint)
  const isKept = last !== undefined && !isRemovedHere(last.id)

  if (endpoints.data && (endpointId === undefined || endpoint || isKept)) {
    return (
      <EndpointEditor
        endpoint={endpoint ?? last}
        isDeleted={endpointId !== undefined && !endpoint}
        endpoints={endpoints.data}
        forProviderId={forProviderId}
        proposalId={proposalId}
        master={master}
      />
    )
  }
  return (
    <Stage master={master}>
      <Pane aria-label="Custom provider">
        <QueryView query={endpoints} loadingText="Loading the custom provider">
          {() => (
            <EmptyState
              title="This custom provider no longer exists."
              actions={
                <Button render={<Link href={routes.endpoints} />}>Back to Custom Providers</Button>
              }
            />
          )}
        </QueryView>
      </Pane>
    </Stage>
  )
}
