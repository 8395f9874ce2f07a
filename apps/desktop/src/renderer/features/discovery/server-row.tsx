import { Button, FieldMessage, GroupRow } from '@patchbay/ui'
import { Server } from 'lucide-react'
import type { ReactElement } from 'react'
import { endpointDraftSchema, type EndpointSummary } from '@patchbay/provider-core/model'
import type { FoundServer } from '#contract/discovery-contract'
import { navigate } from '../../app/location.ts'
import { linkTo } from '../../app/routes.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { proposeDraft } from '../../lib/proposed-draft.ts'
import { useAddServer } from '../../lib/resources/discovery.ts'
import { hostOfServer, wordAnswer, wordOffer } from './server-words.ts'

export interface ServerRowProps {
  server: FoundServer
  onAdded: (endpoint: EndpointSummary) => void
}

/** One found server: what it is, what it offers, and one click to add it. */
export function ServerRow({ server, onAdded }: ServerRowProps): ReactElement {
  const { name, baseUrl, wantsKey, endpointId, answeredMs } = server
  const add = useAddServer()
  return (
    <>
      <GroupRow
        tall
        leading={<Server aria-hidden className="ui-soft" />}
        title={name}
        detail={
          <>
            <code className="ui-code">{hostOfServer(server)}</code>, {wordOffer(server)}
          </>
        }
      >
        <span className="ui-hint ui-num">answered in {wordAnswer(answeredMs)}</span>
        {endpointId !== undefined ? (
          <Button
            size="sm"
            aria-label={`Open ${name}`}
            onClick={() => navigate(linkTo.endpointEdit(endpointId))}
          >
            Open
          </Button>
        ) : wantsKey ? (
          <Button
            size="sm"
            aria-label={`Add ${name}…`}
            onClick={() => navigate(linkTo.endpointNewFrom(proposeServer(server)))}
          >
            Add…
          </Button>
        ) : (
          <Button
            size="sm"
            aria-label={`Add ${name}`}
            loading={add.isPending}
            onClick={() => add.mutate({ baseUrl }, { onSuccess: onAdded })}
          >
            Add
          </Button>
        )}
      </GroupRow>
      {add.error ? (
        <div className="px-4 pb-2">
          <FieldMessage tone="error">{wordError(readErrorInfo(add.error))}</FieldMessage>
        </div>
      ) : null}
    </>
  )
}

/** A server that wants a key is filled into the form, where the key is typed. */
function proposeServer({ name, baseUrl, models }: FoundServer): string {
  const draft = endpointDraftSchema.parse({
    name,
    spec: 'openai-chat-completions',
    baseUrl,
    models,
  })
  return proposeDraft({
    draft,
    title: 'Found on this machine.',
    source: `${name} answers at ${new URL(baseUrl).host} and wants a key. Type it below, then check the connection.`,
    notes: [],
    focus: 'secrets.apiKey',
  })
}
