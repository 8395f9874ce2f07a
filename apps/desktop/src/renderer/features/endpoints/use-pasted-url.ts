/** @file A pasted operation URL: cut back to its base, what else it says put into fields, and undone on wish. */
import { useState } from 'react'
import { cutOperation, type CutUrl } from '@patchbay/provider-core/specs'
import { applyFieldChanges, applySecrets } from './apply-changes.ts'
import type { FormValues } from './form-values.ts'
import { useApply, useFields } from './use-endpoint-form.ts'

interface Told {
  readonly note: string
  /** The URL before it was cut, unless a credential stood in it. */
  readonly original: string | undefined
  readonly offer: CutUrl['offer']
}

/** What the URL field says about what it was given, and the ways on from there. */
export function usePastedUrl() {
  const { getValues } = useFields()
  const apply = useApply()
  const [told, setTold] = useState<Told>()

  /** Reads what stands in the field; does nothing for a plain base URL. */
  function read(text = getValues('baseUrl')) {
    const values = getValues()
    if (values.exactUrl) return
    const cut = cutOperation(text, values.spec)
    if (!cut) return
    const hasSecret = Object.keys(cut.secrets).length > 0
    if (cut.cut !== '' || hasSecret) apply(cutChanges(values, cut))
    setTold({
      note: cut.note,
      original: cut.cut === '' || hasSecret ? undefined : text.trim(),
      offer: cut.offer,
    })
  }

  function useExactly() {
    if (told?.original !== undefined) apply({ baseUrl: told.original, exactUrl: true })
    setTold(undefined)
  }

  function takeOffer() {
    if (!told?.offer) return
    apply(applyFieldChanges(getValues(), told.offer.changes))
    setTold(undefined)
    read()
  }

  return { told, read, useExactly, takeOffer, forget: () => setTold(undefined) }
}

function cutChanges(values: FormValues, cut: CutUrl): Partial<FormValues> {
  const changes: Partial<FormValues> = {
    ...applyFieldChanges(values, cut.changes),
    ...applySecrets(values, cut.secrets),
    baseUrl: cut.baseUrl,
  }
  if (cut.modelId !== undefined && !values.models.includes(cut.modelId)) {
    changes.models = [...values.models, cut.modelId]
  }
  return changes
}
