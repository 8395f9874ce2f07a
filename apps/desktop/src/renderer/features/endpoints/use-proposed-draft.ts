import { useEffect, useEffectEvent, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { SecretName } from '@patchbay/provider-core/model'
import {
  dropProposedDraft,
  findProposedDraft,
  type ProposedDraft,
} from '../../lib/proposed-draft.ts'
import { applyFieldChanges, applySecrets } from './apply-changes.ts'
import type { FormValues } from './form-values.ts'

/**
 * Fills a new form with a draft that a link or a found server proposed; it counts as typed, not as saved.
 *
 * @param form of this component, as a form is not ready for values before its own effects have run
 */
export function useProposedDraft(
  form: UseFormReturn<FormValues>,
  id: string | undefined,
): ProposedDraft | undefined {
  const [proposed] = useState(() => findProposedDraft(id))
  const fill = useEffectEvent(() => {
    if (!proposed) return
    for (const [name, value] of Object.entries(fillForm(form.getValues(), proposed.draft))) {
      form.setValue(name as keyof FormValues, value, { shouldDirty: true, shouldTouch: true })
    }
  })
  useEffect(() => {
    fill()
    return () => dropProposedDraft(id)
  }, [id])
  return proposed
}

/** The parts of the form that a draft fills. */
export function fillForm(values: FormValues, draft: ProposedDraft['draft']): Partial<FormValues> {
  const { secrets, ...fields } = draft
  const given = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  )
  const changes = applyFieldChanges(values, given)
  const typed: Partial<Record<SecretName, string>> = {}
  for (const [name, change] of Object.entries(secrets)) {
    if (change?.state === 'set') typed[name as SecretName] = change.value
  }
  return { ...changes, ...applySecrets({ ...values, ...changes }, typed) }
}
