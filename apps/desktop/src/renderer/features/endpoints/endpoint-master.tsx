import {
  buttonClass,
  IconButton,
  NavItem,
  NavList,
  Pane,
  PaneFoot,
  PaneHead,
  PaneTitle,
  StatusIcon,
} from '@patchbay/ui'
import { ChevronLeft, Plus } from 'lucide-react'
import type { ReactElement } from 'react'
import { Link } from 'wouter'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { navigate } from '../../app/location.ts'
import { linkTo, routes } from '../../app/routes.ts'
import { readEndpointStatus } from '../../lib/endpoint-status.ts'
import { wordChord } from '../../lib/shortcuts.ts'
import { VaultLine } from '../../lib/vault-line.tsx'

const iconLink = buttonClass({ variant: 'ghost', iconOnly: true })

/** The custom providers beside the form. */
export function EndpointMaster(props: {
  endpoints: readonly EndpointSummary[]
  currentId: string | undefined
}): ReactElement {
  return (
    <Pane as="nav" kind="master" aria-label="Custom Providers">
      <PaneHead>
        <Link
          href={routes.endpoints}
          className={`${iconLink} -mr-1 -ml-2`}
          aria-label="Back to Custom Providers"
        >
          <ChevronLeft aria-hidden />
        </Link>
        <PaneTitle level={2}>Custom Providers</PaneTitle>
        <IconButton
          className="ui-push"
          icon={<Plus aria-hidden />}
          label={`Add Provider (${wordChord('N')})`}
          onClick={() => navigate(routes.endpointNew)}
        />
      </PaneHead>
      <NavList>
        {props.endpoints.length === 0 ? (
          <p className="ui-hint px-2 py-1">Those that you add stand here.</p>
        ) : null}
        {props.endpoints.map((endpoint) => (
          <NavItem
            key={endpoint.id}
            aria-label={endpoint.name}
            aria-description={describe(endpoint)}
            icon={<StatusIcon {...readEndpointStatus(endpoint)} />}
            detail={getSpec(endpoint.spec).label}
            current={endpoint.id === props.currentId}
            render={<Link href={linkTo.endpointEdit(endpoint.id)} />}
          >
            {endpoint.name}
          </NavItem>
        ))}
      </NavList>
      <PaneFoot>
        <VaultLine />
      </PaneFoot>
    </Pane>
  )
}

function describe(endpoint: EndpointSummary): string {
  return `${getSpec(endpoint.spec).label}, ${readEndpointStatus(endpoint).label}`
}
