/** @file The form's state: react-hook-form with the rules of the specs, and saving. */
import { useCallback, useEffect, useRef } from 'react'
import { get, set, useForm, useFormContext, type FieldErrors, type Resolver } from 'react-hook-form'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import { usePointerWatch, whenPointerIsUp } from '../../lib/pointer.ts'
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
 * @param isDeleted it is gone, and its keys with it
 */
export function useEndpointForm(
  endpoint: EndpointSummary | undefined,
  takenNames: readonly string[],
  isDeleted = false,
) {
  usePointerWatch()
  const context = useRef<FormContext>({ savedSecrets: [], takenNames })
  useEffect(() => {
    const savedSecrets = isDeleted ? [] : (endpoint?.savedSecrets ?? [])
    context.current = { savedSecrets, takenNames }
  })
  // Once the whole form was judged, what is missing is shown too; before, only what was typed.
  const judged = useRef(false)
  const resolver = useCallback<Resolver<FormValues>>((values, _context, options) => {
    const [only, ...more] = options.names ?? []
    const isWhole = only === undefined || more.length > 0
    if (isWhole) judged.current = true
    const judge = () => {
      const issues = findFormIssues(values, context.current)
      const passedThrough = !judged.current && !isWhole && isBlank(get(values, only))
      const shown = passedThrough ? issues.filter((issue) => issue.field !== only) : issues
      return shown.length === 0 ? { values, errors: {} } : { values: {}, errors: toErrors(shown) }
    }
    if (isWhole) return judge()
    return new Promise((resolve) => whenPointerIsUp(() => resolve(judge())))
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

/** Nothing was typed, chosen or removed. */
function isBlank(value: unknown): boolean {
  if (typeof value === 'object' && value !== null && 'state' in value) {
    return value.state === 'unchanged'
  }
  return value === ''
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

/**
 * Gives focus to the control of a field, once it can take it.
 *
 * @param onMissing called when the form shows no control for it
 */
export function focusField(field: string, onMissing?: () => void): void {
  requestAnimationFrame(() => {
    const control =
      document.getElementById(controlIdOf(field)) ??
      document.getElementById(controlIdOf(field.split('.')[0] ?? ''))
    const target = control?.matches('input, textarea, button')
      ? control
      : (control?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
        control?.querySelector<HTMLElement>('input, textarea, button'))
    if (!target) return onMissing?.()
    openFoldsAround(target)
    target.focus()
    target.scrollIntoView({ block: 'nearest' })
  })
}

/** What is in a closed fold takes no focus. */
function openFoldsAround(element: HTMLElement): void {
  for (let fold = element.closest('details'); fold;) {
    fold.open = true
    fold = fold.parentElement?.closest('details') ?? null
  }
}
