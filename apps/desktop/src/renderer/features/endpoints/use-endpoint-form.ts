/** @file The form's state: react-hook-form with the rules of the specs, and saving. */
import { useCallback, useEffect, useRef } from 'react'
import { get, set, useForm, useFormContext, type FieldErrors, type Resolver } from 'react-hook-form'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import { controlIdOf, findFormIssues, type FormContext, type FormIssue } from './form-issues.ts'
import { createFormValues, formValuesOf, type FormValues } from './form-values.ts'

function toErrors(issues: readonly FormIssue[]): FieldErrors<FormValues> {
  const errors = {}
  for (const issue of issues)
    set(errors, issue.field, { type: issue.code ?? 'issue', message: issue.message })
  return errors
}

/**
 * A form for an endpoint, or for a new one.
 *
 * @param endpoint what is saved; when it changes elsewhere, a form without changes follows it
 * @param takenNames names of the other custom providers
 */
export function useEndpointForm(
  endpoint: EndpointSummary | undefined,
  takenNames: readonly string[],
) {
  const context = useRef<FormContext>({ savedSecrets: [], takenNames })
  useEffect(() => {
    context.current = { savedSecrets: endpoint?.savedSecrets ?? [], takenNames }
  })
  const resolver = useCallback<Resolver<FormValues>>((values) => {
    const issues = findFormIssues(values, context.current)
    return issues.length === 0 ? { values, errors: {} } : { values: {}, errors: toErrors(issues) }
  }, [])
  const form = useForm<FormValues>({
    mode: 'onTouched',
    shouldFocusError: false,
    defaultValues: endpoint ? formValuesOf(endpoint) : createFormValues(),
    resolver,
  })

  const { isDirty } = form.formState
  const shown = useRef(endpoint?.updatedAt)
  useEffect(() => {
    if (!endpoint || endpoint.updatedAt === shown.current || isDirty) return
    shown.current = endpoint.updatedAt
    form.reset(formValuesOf(endpoint))
  }, [endpoint, isDirty, form])

  return form
}

/** The form around a section. */
export function useFields() {
  return useFormContext<FormValues>()
}

/** What is wrong with a field, once it was touched or the form was to be saved. */
export function useIssue(path: string): FormIssue | undefined {
  const { formState } = useFields()
  const error: unknown = get(formState.errors, path)
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined
  if (typeof error.message !== 'string') return undefined
  const code = 'type' in error && typeof error.type === 'string' ? error.type : undefined
  return { field: path, message: error.message, code }
}

/** Puts values into the form as if the person had typed them. */
export function useApply() {
  const { setValue, formState } = useFields()
  const { isSubmitted } = formState
  return (changes: Partial<FormValues>) => {
    for (const [name, value] of Object.entries(changes)) {
      setValue(name as keyof FormValues, value, {
        shouldDirty: true,
        shouldTouch: true,
        shouldValidate: isSubmitted,
      })
    }
  }
}

/** Gives focus to the control of a field, once it can take it. */
export function focusField(field: string): void {
  requestAnimationFrame(() => {
    const control =
      document.getElementById(controlIdOf(field)) ??
      document.getElementById(controlIdOf(field.split('.')[0] ?? ''))
    const target = control?.matches('input, textarea, button')
      ? control
      : control?.querySelector<HTMLElement>('input, textarea, button')
    target?.focus()
    target?.scrollIntoView({ block: 'nearest' })
  })
}
