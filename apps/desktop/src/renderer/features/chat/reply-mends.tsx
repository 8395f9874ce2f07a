import { Button, useToasts } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { Link } from 'wouter'
import type { ErrorInfo, ModelAddress } from '@patchbay/provider-core/model'
import type { ChatTurn } from '#contract/shapes'
import { navigate } from '../../app/location.ts'
import { linkTo, routes } from '../../app/routes.ts'
import { useHandlerConsent } from '../../lib/handler-consent.tsx'
import { proposeMapping } from '../../lib/mapping-proposal.ts'
import { useEndpoints } from '../../lib/resources/endpoints.ts'
import { useRoute } from '../../lib/resources/models.ts'
import { useProviders } from '../../lib/resources/providers.ts'
import { askAboutVault } from '../../lib/vault-question.ts'
import { listMends } from './describe-error.ts'
import { withModelId, type TurnActions } from './use-conversation.ts'

export interface ReplyMendsProps {
  turn: ChatTurn
  error: ErrorInfo
  /** Where the chat goes; mends that change it are offered for the last reply only. */
  target: ModelAddress | undefined
  disabled: boolean
  actions: TurnActions
}

const shownNearest = 3

/** Buttons that lead to what has to change. */
export function ReplyMends({
  turn,
  error,
  target,
  disabled,
  actions,
}: ReplyMendsProps): ReactElement {
  const { endpointId, isOfficial } = useGoal(turn, target)
  const endpoint = useEndpoints().data?.find((one) => one.id === endpointId)
  const mends = listMends(error, isOfficial)
  const asksModel = target !== undefined && mends.includes('other-model')
  const result = useRoute(asksModel ? target : undefined, false).data
  const refusal = result && !result.ok ? result.refusal : undefined
  const suggested = refusal?.suggestedMapping
  return (
    <>
      {mends.includes('vault') ? (
        <Button size="sm" onClick={askAboutVault}>
          See to the vault…
        </Button>
      ) : null}
      {mends.includes('models-and-providers') ? (
        <Button size="sm" render={<Link href={routes.models} />}>
          Open Models & Providers
        </Button>
      ) : null}
      {endpoint?.handler && mends.includes('allow-handler') ? (
        <AllowHandler file={endpoint.handler.file} />
      ) : null}
      {endpoint && mends.includes('mapping') ? (
        <Button
          size="sm"
          onClick={() => {
            if (suggested) proposeMapping(endpoint.id, { [suggested.from]: suggested.to })
            navigate(linkTo.endpointEdit(endpoint.id))
          }}
        >
          {suggested
            ? `Map it to ${suggested.to} in ${endpoint.name}`
            : `Add the mapping in ${endpoint.name}`}
        </Button>
      ) : null}
      {endpoint && mends.includes('endpoint') ? (
        <Button size="sm" render={<Link href={linkTo.endpointEdit(endpoint.id)} />}>
          Open {endpoint.name}
        </Button>
      ) : null}
      {asksModel ? (
        <>
          {refusal?.nearest?.slice(0, shownNearest).map((modelId) => (
            <Button
              key={modelId}
              size="sm"
              disabled={disabled}
              onClick={() =>
                actions.retryWith(turn.id, {
                  address: withModelId(target, modelId),
                  asTyped: false,
                })
              }
            >
              Use {modelId}
            </Button>
          ))}
          {error.code === 'unknown-model' ? (
            <Button
              size="sm"
              disabled={disabled}
              onClick={() => actions.retryWith(turn.id, { address: target, asTyped: true })}
            >
              Send it as typed
            </Button>
          ) : null}
          <Button size="sm" variant="ghost" onClick={actions.openPicker}>
            Choose another model
          </Button>
        </>
      ) : null}
    </>
  )
}

/** Sending again is left to the person: a yes to the files is no yes to a request. */
function AllowHandler({ file }: { file: string }): ReactElement {
  const consent = useHandlerConsent()
  const toasts = useToasts()
  async function allow() {
    if (await consent.review(file)) toasts.show({ message: 'Allowed. Try again.' })
  }
  return (
    <>
      <Button size="sm" variant="primary" onClick={() => void allow()}>
        Review and allow
      </Button>
      {consent.dialog}
    </>
  )
}

/** The endpoint that a reply went to, or would have gone to. */
function useGoal(
  turn: ChatTurn,
  target: ModelAddress | undefined,
): { endpointId: string | undefined; isOfficial: boolean } {
  const providers = useProviders().data
  if (turn.route) {
    return {
      endpointId: turn.route.endpointId,
      isOfficial: turn.route.endpointId.startsWith('official:'),
    }
  }
  if (!target) return { endpointId: undefined, isOfficial: false }
  if ('endpointId' in target) return { endpointId: target.endpointId, isOfficial: false }
  const provider = providers?.find((one) => one.id === target.providerId)
  return provider?.mode === 'custom-endpoint'
    ? { endpointId: provider.endpointId, isOfficial: false }
    : { endpointId: undefined, isOfficial: true }
}
