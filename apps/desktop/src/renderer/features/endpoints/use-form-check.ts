/** @file The check of the form as it stands, unsaved, and what its fixes do to the form. */
import type { Fix } from '@patchbay/provider-core/model'
import { useCheckActions, useCheckRun } from '../../lib/resources/checks.ts'
import { applyFieldChanges } from './apply-changes.ts'
import { createFormValues } from './form-values.ts'
import { addToMapping } from './mapping-text.ts'
import { toTrialDraft } from './to-draft.ts'
import { focusField, useApply, useFields } from './use-endpoint-form.ts'

/** Key of a form's check; a new endpoint has none of its own yet. */
export function formCheckKey(endpointId: string | undefined): string {
  return `form:${endpointId ?? 'new'}`
}

export function useFormCheck(endpointId: string | undefined, savedSecrets: readonly string[]) {
  const { getValues } = useFields()
  const apply = useApply()
  const key = formCheckKey(endpointId)
  const run = useCheckRun(key)
  const actions = useCheckActions()

  function start() {
    actions.start(key, { id: endpointId, draft: toTrialDraft(getValues(), savedSecrets) })
  }

  /** Puts a mend into the form; nothing is saved by it. */
  function applyFix(fix: Fix) {
    const values = getValues()
    const changes = applyFieldChanges(values, fix.changes ?? {})
    if (fix.addMapping) {
      const text = addToMapping(changes.mappingText ?? values.mappingText, fix.addMapping)
      if (text === undefined) focusField('mappingText')
      else changes.mappingText = text
    }
    apply(changes)
    if (fix.focus !== undefined) focusField(fieldToFocus(fix.focus))
  }

  return { run, start, stop: () => actions.stop(key), applyFix }
}

const ownFields: ReadonlySet<string> = new Set(Object.keys(createFormValues()))
const renamed: Record<string, string> = { modelMapping: 'mappingText', extraBody: 'extraBodyText' }

/** Fixes name a field or a secret as the settings do. */
function fieldToFocus(name: string): string {
  const first = name.split(/[.:]/)[0] ?? ''
  if (first === 'secrets' || ownFields.has(first)) return name
  if (first === 'header') return 'headers'
  return renamed[first] ?? `secrets.${name}`
}
