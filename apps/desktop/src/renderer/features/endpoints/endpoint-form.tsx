import {
  Badge,
  Button,
  Menu,
  Notice,
  Pane,
  PaneFoot,
  PaneHead,
  PaneScroll,
  PaneTitle,
} from '@patchbay/ui'
import { Copy, Link, Trash2 } from 'lucide-react'
import type { FormEvent, KeyboardEvent, ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import type { CredentialInfo, EndpointSummary } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { navigate } from '../../app/location.ts'
import { linkTo, routes } from '../../app/routes.ts'
import type { HandlerConsent } from '../../lib/handler-consent.tsx'
import type { ProposedDraft } from '../../lib/proposed-draft.ts'
import { useDuplicateEndpoint } from '../../lib/resources/endpoints.ts'
import { AdvancedSection } from './advanced/advanced-section.tsx'
import { CredentialsSection } from './credentials-section.tsx'
import { OtherReferences } from './environment-control.tsx'
import { HandlerExtras, HandlerSection } from './handler-section.tsx'
import { IdentitySection } from './identity-section.tsx'
import { MappingSection } from './mapping-section.tsx'
import { ModelsSection } from './models-section.tsx'
import { ProposedNotice } from './proposed-notice.tsx'
import { SpecFieldsSection } from './spec-fields-section.tsx'
import { UrlField } from './url-field.tsx'
import { useCopyLink } from './use-copy-link.ts'
import { useFields } from './use-endpoint-form.ts'
import { useRemoval } from './use-removal.tsx'
import type { Submit } from './use-submit.ts'

export interface EndpointFormProps {
  endpoint: EndpointSummary | undefined
  /** What filled it, if not the person. */
  proposed: ProposedDraft | undefined
  /** It was deleted elsewhere while this form was open: what is here can be saved as a new one. */
  deletedName?: string | undefined
  /** What the last check of this form found its credentials to be. */
  credentials: CredentialInfo | undefined
  submit: Submit
  checking: boolean
  /** Shows the files of a custom handler and asks whether they may run. */
  reviewHandler: HandlerConsent['review']
  onCheck: () => void
  onStopCheck: () => void
  advancedOpen: boolean
  onAdvancedOpen: (open: boolean) => void
}

/** The form, section by section; which fields there are is up to the spec. */
export function EndpointForm(props: EndpointFormProps): ReactElement {
  const { endpoint, deletedName, submit, checking } = props
  const { control, formState } = useFields()
  const spec = getSpec(useWatch({ control, name: 'spec' }))
  const isHandler = spec.platform === 'handler'
  const savedSecrets = endpoint?.savedSecrets ?? []

  function send(event: FormEvent) {
    event.preventDefault()
    if (!submit.pending) void submit.submit()
  }

  function press(event: KeyboardEvent<HTMLFormElement>) {
    // Keys of a dialog over the form come through here too.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event)
  }

  return (
    <Pane as="form" aria-labelledby="page" autoComplete="off" onSubmit={send} onKeyDown={press}>
      <PaneHead>
        <PaneTitle
          id="page"
          beside={formState.isDirty ? <Badge>Unsaved changes</Badge> : undefined}
        >
          {endpoint?.name ?? deletedName ?? 'New provider'}
        </PaneTitle>
        {endpoint ? <MoreActions endpoint={endpoint} /> : null}
      </PaneHead>
      <PaneScroll padding="form">
        {submit.failure === undefined ? null : (
          <Notice tone="error" role="alert">
            {submit.failure}
          </Notice>
        )}
        {props.proposed && !endpoint ? <ProposedNotice proposed={props.proposed} /> : null}
        {deletedName === undefined ? null : (
          <Notice
            tone="warn"
            role="alert"
            actions={
              <Button size="sm" variant="primary" type="submit">
                Save as new
              </Button>
            }
          >
            “{deletedName}” was deleted in another window or by a command, its keys too. What you
            typed is still here.
          </Notice>
        )}
        <IdentitySection />
        {isHandler ? <HandlerSection review={props.reviewHandler} /> : null}
        {spec.baseUrl === 'required' ? <UrlField key="url" optional={false} /> : null}
        <SpecFieldsSection />
        <CredentialsSection savedSecrets={savedSecrets} found={props.credentials} />
        {spec.baseUrl === 'fallback' ? (
          <UrlField key="url" optional forHandler={isHandler} />
        ) : null}
        <OtherReferences />
        {isHandler ? <HandlerExtras endpointId={endpoint?.id} /> : null}
        <MappingSection />
        <ModelsSection
          endpointId={endpoint?.id}
          savedSecrets={savedSecrets}
          whenSendable={submit.whenSendable}
        />
        <AdvancedSection
          savedSecrets={savedSecrets}
          open={props.advancedOpen}
          onOpenChange={props.onAdvancedOpen}
        />
      </PaneScroll>
      <PaneFoot>
        <span className="ui-hint" role="status">
          {submit.savedName !== undefined && !formState.isDirty
            ? `Saved ${submit.savedName}.`
            : isHandler
              ? 'A check runs your code.'
              : 'A check sends about 40 tokens.'}
        </span>
        {checking ? (
          <Button className="ui-push" onClick={props.onStopCheck}>
            Stop the check
          </Button>
        ) : (
          <Button className="ui-push" onClick={props.onCheck}>
            Check connection
          </Button>
        )}
        <Button type="submit" variant="primary" loading={submit.pending}>
          {deletedName === undefined ? 'Save' : 'Save as new'}
        </Button>
      </PaneFoot>
    </Pane>
  )
}

function MoreActions({ endpoint }: { endpoint: EndpointSummary }): ReactElement {
  const duplicate = useDuplicateEndpoint()
  const copyLink = useCopyLink()
  const removal = useRemoval(() => navigate(routes.endpoints))
  return (
    <>
      <Menu
        label={`More actions for ${endpoint.name}`}
        items={[
          {
            label: 'Duplicate',
            icon: <Copy aria-hidden />,
            onSelect: () =>
              duplicate.mutate(
                { id: endpoint.id },
                { onSuccess: (copy) => navigate(linkTo.endpointEdit(copy.id)) },
              ),
          },
          ...(endpoint.spec === 'custom-handler' || endpoint.embedded
            ? []
            : [
                {
                  label: 'Copy as link',
                  icon: <Link aria-hidden />,
                  onSelect: () => copyLink(endpoint.id),
                },
              ]),
          {
            label: 'Delete…',
            icon: <Trash2 aria-hidden />,
            tone: 'danger',
            separated: true,
            onSelect: () => removal.remove(endpoint),
          },
        ]}
      />
      {removal.dialog}
    </>
  )
}
