/** @file Saving the form: judged first, then by the host; whatever fails, the form keeps everything. */
import { useState } from 'react'
import type { FieldErrors } from 'react-hook-form'
import type { EndpointSummary, ErrorInfo } from '@patchbay/provider-core/model'
import { navigate } from '../../app/location.ts'
import { linkTo, routes } from '../../app/routes.ts'
import { readErrorInfo } from '../../lib/error-words.ts'
import { dropGuard } from '../../lib/leave-guard.ts'
import { useAppInfo } from '../../lib/resources/app.ts'
import { useCheckActions } from '../../lib/resources/checks.ts'
import { useSaveEndpoint } from '../../lib/resources/endpoints.ts'
import { useSetProviderMode } from '../../lib/resources/providers.ts'
import { askAboutVault } from '../../lib/vault-question.ts'
import { isAdvancedField, placeIssues, type FormIssue } from './form-issues.ts'
import { formValuesOf, type FormValues } from './form-values.ts'
import { toDraft } from './to-draft.ts'
import { focusField, useFields } from './use-endpoint-form.ts'
import { formCheckKey } from './use-form-check.ts'
import { usePastedUrl } from './use-pasted-url.ts'

export interface SubmitOptions {
  endpoint: EndpointSummary | undefined
  forProviderId: string | undefined
  openAdvanced: () => void
}

export type Submit = ReturnType<typeof useSubmit>

export function useSubmit({ endpoint, forProviderId, openAdvanced }: SubmitOptions) {
  const form = useFields()
  const vault = useAppInfo().data?.vault
  const save = useSaveEndpoint()
  const setMode = useSetProviderMode()
  const { move } = useCheckActions()
  const pasted = usePastedUrl()
  const [failure, setFailure] = useState<string>()
  const [savedName, setSavedName] = useState<string>()
  const savedSecrets = endpoint?.savedSecrets ?? []

  function showFirst(fields: readonly string[]) {
    const first = fields.find((field) => field !== 'root')
    if (first === undefined) return
    if (fields.some(isAdvancedField)) openAdvanced()
    focusField(first)
  }

  function showIssues(issues: readonly FormIssue[]) {
    for (const issue of issues) {
      if (issue.field === 'root') setFailure(issue.message)
      else
        form.setError(issue.field as keyof FormValues, {
          type: issue.code ?? 'issue',
          message: issue.message,
        })
    }
    showFirst(issues.map((issue) => issue.field))
  }

  async function finish(saved: EndpointSummary) {
    form.reset(formValuesOf(saved))
    dropGuard()
    setSavedName(saved.name)
    if (endpoint) return
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
      const result = await save.mutateAsync({ id: endpoint?.id, draft })
      if (result.ok) await finish(result.endpoint)
      else showIssues(placeIssues(result.issues, values))
    } catch (error) {
      setFailure(wordFailure(readErrorInfo(error)))
    }
  }

  function submit() {
    setFailure(undefined)
    setSavedName(undefined)
    pasted.read()
    return form.handleSubmit(send, (errors) => showFirst(fieldsWith(errors)))()
  }

  /** Runs when nothing stands in the way of a request; a missing name does not. */
  function whenSendable(run: () => void) {
    pasted.read()
    void form.trigger().then(() => {
      const fields = fieldsWith(form.formState.errors).filter((field) => field !== 'name')
      if (fields.length === 0) run()
      else showFirst(fields)
    })
  }

  return {
    submit,
    whenSendable,
    failure,
    savedName,
    pending: save.isPending || setMode.isPending,
  }
}

function wordFailure(error: ErrorInfo): string {
  return `It was not saved, and the old entry is whole. ${error.message}`
}

/** Paths of what is wrong, in the order of the form. */
function fieldsWith(errors: FieldErrors<FormValues>): string[] {
  const paths: string[] = []
  const walk = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    if ('message' in value && typeof value.message === 'string') {
      paths.push(path)
      return
    }
    for (const [name, inner] of Object.entries(value)) walk(inner, path ? `${path}.${name}` : name)
  }
  walk(errors, '')
  return paths
}
