import { Stage } from '@patchbay/ui'
import { useEffect, useEffectEvent, useState, type ReactElement, type ReactNode } from 'react'
import { FormProvider, useWatch } from 'react-hook-form'
import type { EndpointSummary, Fix } from '@patchbay/provider-core/model'
import { useHandlerConsent } from '../../lib/handler-consent.tsx'
import { useLeaveGuard } from '../../lib/leave-guard.ts'
import { takeProposedMapping } from '../../lib/mapping-proposal.ts'
import type { ProposedDraft } from '../../lib/proposed-draft.ts'
import { useMedia } from '../../lib/use-media.ts'
import { CheckInspector } from './check-inspector.tsx'
import { EndpointForm } from './endpoint-form.tsx'
import type { NamedValue } from './form-values.ts'
import { useCommandQuestion } from './use-command-question.tsx'
import { focusField, useApply, useEndpointForm, useFields } from './use-endpoint-form.ts'
import { useFormCheck } from './use-form-check.ts'
import { useProposedDraft } from './use-proposed-draft.ts'
import { useSubmit } from './use-submit.ts'

export interface EndpointEditorProps {
  /** Undefined for a new one. */
  endpoint: EndpointSummary | undefined
  /** It is not there any more: the form stays, and saves a new one. */
  isDeleted?: boolean | undefined
  endpoints: readonly EndpointSummary[]
  forProviderId: string | undefined
  /** A draft that a new form starts from. */
  proposalId: string | undefined
  master: ReactNode
}

/** The form of one custom provider together with its check. */
export function EndpointEditor(props: EndpointEditorProps): ReactElement {
  const { endpoint, endpoints } = props
  const takenNames = endpoints.filter((one) => one.id !== endpoint?.id).map((one) => one.name)
  const form = useEndpointForm(endpoint, takenNames, props.isDeleted)
  const proposed = useProposedDraft(form, props.proposalId)
  return (
    <FormProvider {...form}>
      <EditorStage {...props} takenNames={takenNames} proposed={proposed} />
    </FormProvider>
  )
}

interface EditorStageProps extends EndpointEditorProps {
  takenNames: readonly string[]
  proposed: ProposedDraft | undefined
}

function EditorStage(props: EditorStageProps): ReactElement {
  const { forProviderId, master, takenNames, proposed, isDeleted = false } = props
  const endpoint = isDeleted ? undefined : props.endpoint
  const { control, formState, getValues } = useFields()
  const apply = useApply()
  const [advancedOpen, setAdvancedOpen] = useState(false)
  const check = useFormCheck(endpoint?.id, endpoint?.savedSecrets ?? [])
  const command = useCommandQuestion()
  const consent = useHandlerConsent()
  const submit = useSubmit({
    endpoint,
    forProviderId,
    takenNames,
    openAdvanced: () => setAdvancedOpen(true),
    askAboutCommand: command.ask,
  })
  useLeaveGuard(formState.isDirty ? (props.endpoint?.name ?? 'the new provider') : undefined)
  useForgottenKeys(isDeleted)

  useProposedMapping(endpoint?.id, check.applyFix)
  const isNew = props.endpoint === undefined
  useEffect(() => {
    if (isNew) focusField(proposed?.focus ?? 'name')
  }, [isNew, proposed])

  const models = useWatch({ control, name: 'models' })
  // A narrow window has the check under the form: no room for one that was not begun.
  const isWide = useMedia('(min-width: 1100px)')

  const startCheck = () => submit.whenSendable(check.start)
  const allowHandler = async () => {
    if (await consent.review(getValues('handler.file').trim())) startCheck()
  }
  /** A check that failed for want of a yes is done again with it, wherever the yes was given. */
  const reviewHandler = async (file: string): Promise<boolean> => {
    const isAllowed = await consent.review(file)
    const findings = check.run?.report?.findings ?? []
    if (isAllowed && findings.some(({ code }) => code === 'handler-unconfirmed')) startCheck()
    return isAllowed
  }
  return (
    <Stage
      master={master}
      inspector={
        isWide || check.run ? (
          <CheckInspector
            run={check.run}
            last={endpoint?.lastCheck}
            onStart={startCheck}
            onStop={check.stop}
            onFix={check.applyFix}
            onAllowHandler={() => void allowHandler()}
            models={models}
            onAddModels={(next) => apply({ models: next })}
          />
        ) : undefined
      }
    >
      <EndpointForm
        endpoint={endpoint}
        proposed={proposed}
        deletedName={isDeleted ? props.endpoint?.name : undefined}
        credentials={check.run?.report?.credentials}
        submit={submit}
        checking={check.run?.state === 'running'}
        reviewHandler={reviewHandler}
        onCheck={startCheck}
        onStopCheck={check.stop}
        advancedOpen={advancedOpen}
        onAdvancedOpen={setAdvancedOpen}
      />
      {command.dialog}
      {consent.dialog}
    </Stage>
  )
}

/** With the entry went its keys: rows whose values were saved have none now. */
function useForgottenKeys(isDeleted: boolean): void {
  const { getValues } = useFields()
  const apply = useApply()
  const forget = useEffectEvent(() => {
    const { headers, query } = getValues()
    const unsaved = (rows: readonly NamedValue[]) => rows.map((row) => ({ ...row, saved: false }))
    apply({ headers: unsaved(headers), query: unsaved(query) })
  })
  useEffect(() => {
    if (isDeleted) forget()
  }, [isDeleted])
}

/** Puts a mapping into the form that another screen proposed; it is saved like anything typed. */
function useProposedMapping(endpointId: string | undefined, applyFix: (fix: Fix) => void): void {
  const propose = useEffectEvent(applyFix)
  useEffect(() => {
    const entries = takeProposedMapping(endpointId)
    if (entries) propose({ label: 'Map', addMapping: entries, focus: 'modelMapping' })
  }, [endpointId])
}
