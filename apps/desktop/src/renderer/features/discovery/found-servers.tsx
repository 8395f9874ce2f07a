import { Button, GroupBox, IconButton, Section, useToasts } from '@patchbay/ui'
import { RefreshCw, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { navigate } from '../../app/location.ts'
import { linkTo } from '../../app/routes.ts'
import { useDismissServers, useFoundServers, useLookAgain } from '../../lib/resources/discovery.ts'
import { useEndpoints } from '../../lib/resources/endpoints.ts'
import { ServerRow } from './server-row.tsx'

const ports = 'looked at 5 well-known ports'

/** The first start: everything that was found, and a way to look again. Opens what was added. */
export function FoundServers(): ReactElement {
  const { data } = useFoundServers()
  return (
    <Section
      title="Found on this machine"
      hint={data === undefined ? 'looking…' : data.length === 0 ? `nothing, ${ports}` : ports}
      actions={<LookAgain />}
    >
      {data && data.length > 0 ? (
        <GroupBox>
          {data.map((server) => (
            <ServerRow
              key={server.baseUrl}
              server={server}
              onAdded={({ id }) => navigate(linkTo.endpointEdit(id))}
            />
          ))}
        </GroupBox>
      ) : null}
    </Section>
  )
}

/** Under the custom providers: what is not among them yet, until the person does not want to see it. */
export function OfferedServers(): ReactElement | null {
  const { data } = useFoundServers()
  const toasts = useToasts()
  const dismiss = useDismissServers()
  // What was just saved is known before a slow port lets the next look end.
  const saved = new Set(useEndpoints().data?.map(({ baseUrl }) => baseUrl))
  const offered = (data ?? []).filter(
    ({ endpointId, dismissed, baseUrl }) =>
      endpointId === undefined && !dismissed && !saved.has(baseUrl),
  )
  if (offered.length === 0) return null
  return (
    <Section
      title="Found on this machine"
      className="px-4 py-4"
      actions={
        <>
          <LookAgain />
          <IconButton
            icon={<X />}
            label="Do not offer these"
            onClick={() => dismiss.mutate({ baseUrls: offered.map(({ baseUrl }) => baseUrl) })}
          />
        </>
      }
    >
      <GroupBox>
        {offered.map((server) => (
          <ServerRow
            key={server.baseUrl}
            server={server}
            onAdded={({ name }) => toasts.show({ message: `Added “${name}”.` })}
          />
        ))}
      </GroupBox>
    </Section>
  )
}

function LookAgain(): ReactElement {
  const look = useLookAgain()
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={<RefreshCw aria-hidden />}
      loading={look.isPending}
      onClick={() => look.mutate()}
    >
      Look again
    </Button>
  )
}
