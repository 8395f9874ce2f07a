/** @file Saving the form: judged first, then by the host; whatever fails, the form keeps everything. */
import { useToasts } from '@patchbay/ui'
import { useState } from 'react'
import type { EndpointSummary, ErrorInfo } from '@patchbay/provider-core/model'
import { navigate } from '../../app/location.ts'
import { linkTo, routes } from '../../app/routes.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { dropGuard } from '../../lib/leave-guard.ts'
import { useAppInfo } from '../../lib/resources/app.ts'
import { useCheckActions } from '../../lib/resources/checks.ts'
import { useSaveEndpoint } from '../../lib/resources/endpoints.ts'
import { useSetProviderMode } from '../../lib/resources/providers.ts'
import { askAboutVault } from '../../lib/vault-question.ts'
import { findFormIssues, isAdvancedField, placeIssues, type FormIssue } from './form-issues.ts'
import { formValuesOf, type FormValues } from './form-values.ts'
import { toDraft } from './to-draft.ts'
import { focusField, useFields } from './use-endpoint-form.ts'
import { formCheckKey } from './use-form-check.ts'
import type { CommandQuestion } from './use-command-question.tsx'
import { usePastedUrl } from './use-pasted-url.ts'

export interface SubmitOptions {
  endpoint: EndpointSummary | undefined
  forProviderId: string | undefined
  /** Names of the other custom providers. */
  takenNames: readonly string[]
  openAdvanced: () => void
  /** Asks before a program is run for its token. */
  askAboutCommand: CommandQuestion['ask']
}

export type Submit = ReturnType<typeof useSubmit>

export function useSubmit(options: SubmitOptions) {
  const { endpoint, forProviderId, takenNames, openAdvanced, askAboutCommand } = options
  const toasts = useToasts()
  const form = useFields()
  const vault = useAppInfo().data?.vault
  const save = useSaveEndpoint()
  const setMode = useSetProviderMode()
  const { move } = useCheckActions()
  const pasted = usePastedUrl()
  const [failure, setFailure] = useState<string>()
  const [savedName, setSavedName] = useState<string>()
  const savedSecrets = endpoint?.savedSecrets ?? []

  /** Goes to the first issue; one without a control of its own is said above the form. */
  function showFirst(issues: readonly FormIssue[]) {
    const [first] = issues
    if (first === undefined) return
    if (issues.some((issue) => isAdvancedField(issue.field))) openAdvanced()
    focusField(first.field, () => setFailure(first.message))
  }

  function showIssues(issues: readonly FormIssue[]) {
    for (const { field, code, message } of issues) {
      if (field !== 'root') {
        form.setError(field as keyof FormValues, { type: code ?? 'issue', message })
      }
    }
    showFirst(issues)
  }

  async function finish(saved: EndpointSummary) {
    form.reset(formValuesOf(saved))
    dropGuard()
    if (endpoint) return setSavedName(saved.name)
    toasts.show({ message: `Saved “${saved.name}”.` })
    move(formCheckKey(undefined), formCheckKey(saved.id))
    if (forProviderId === undefined) {
      navigate(linkTo.endpointEdit(saved.id), { replace: true })
      return
    }
    await setMode.mutateAsync({
      providerId: forProviderId,
      mode: 'custom-endpoint',
      endpointId: saved.id,
    })
    navigate(routes.models)
  }

  async function send(values: FormValues) {
    const { draft } = toDraft(values, savedSecrets)
    const setsKey = Object.values(draft.secrets ?? {}).some((change) => change?.state === 'set')
    if (setsKey && vault && vault.state !== 'ready') {
      setFailure('Choose where keys are kept, then save again.')
      askAboutVault()
      return
    }
    try {
      if (!(await askAboutCommand(draft))) return setFailure(notAllowed('saved'))
      const result = await save.mutateAsync({ id: endpoint?.id, draft })
      if (result.ok) await finish(result.endpoint)
      else showIssues(placeIssues(result.issues, values))
    } catch (error) {
      setFailure(wordFailure(readErrorInfo(error)))
    }
  }

  const findIssues = () => findFormIssues(form.getValues(), { savedSecrets, takenNames })

  function submit() {
    setFailure(undefined)
    setSavedName(undefined)
    pasted.read()
    return form.handleSubmit(send, () => showFirst(findIssues()))()
  }

  /** Runs when nothing stands in the way of a request; a missing name does not. */
  function whenSendable(run: () => void) {
    setFailure(undefined)
    pasted.read()
    const issues = findIssues().filter((issue) => issue.field !== 'name')
    if (issues.length > 0) {
      void form.trigger().then(() => showFirst(issues))
      return
    }
    void askAboutCommand(toDraft(form.getValues(), savedSecrets).draft)
      .then((yes) => (yes ? run() : setFailure(notAllowed('called'))))
      .catch((error: unknown) => setFailure(wordError(readErrorInfo(error))))
  }

  return {
    submit,
    whenSendable,
    failure,
    savedName,
    pending: save.isPending || setMode.isPending,
  }
}

function notAllowed(what: 'saved' | 'called'): string {
  return `It was not ${what}: the program that prints the token may not be run.`
}

function wordFailure(error: ErrorInfo): string {
  return `It was not saved, and the old entry is whole. ${error.message}`
}
