import { Checkbox, LinkButton, TextField } from '@patchbay/ui'
import type { ClipboardEvent, ReactElement, ReactNode } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { getSpec, isLoopback, parseBaseUrl } from '@patchbay/provider-core/specs'
import { whenPointerIsUp } from '../../lib/pointer.ts'
import { AddressPreview } from './address-preview.tsx'
import { EnvironmentControl } from './environment-control.tsx'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'
import { usePastedUrl } from './use-pasted-url.ts'

export interface UrlFieldProps {
  /** For specs whose host follows from other fields. */
  optional: boolean
  /** It is handed to the user's code, which makes of it what it wants. */
  forHandler?: boolean | undefined
}

/** The base URL with the addresses that it makes, or the environment variable that holds it. */
export function UrlField(props: UrlFieldProps): ReactElement {
  return (
    <EnvironmentControl part="fields" name="baseUrl" label={labelOf(props)}>
      {(fromVariable) => <TypedUrl {...props} fromVariable={fromVariable} />}
    </EnvironmentControl>
  )
}

function labelOf({ forHandler = false }: UrlFieldProps): string {
  return forHandler ? 'API base' : 'Base URL'
}

function TypedUrl(props: UrlFieldProps & { fromVariable: ReactNode }): ReactElement {
  const { optional, forHandler = false, fromVariable } = props
  const { control, register } = useFields()
  const { field } = useController({ control, name: 'baseUrl' })
  const spec = getSpec(useWatch({ control, name: 'spec' }))
  const issue = useIssue('baseUrl')
  const pasted = usePastedUrl()
  const parsed = parseBaseUrl(field.value)
  const suggestion = parsed.ok ? undefined : parsed.suggestion

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const box = event.currentTarget
    const whole = box.selectionStart === 0 && box.selectionEnd === box.value.length
    if (!whole && box.value !== '') return
    event.preventDefault()
    const text = event.clipboardData.getData('text').trim()
    field.onChange(text)
    pasted.read(text)
  }

  return (
    <>
      <TextField
        label={labelOf(props)}
        labelNote={optional ? 'optional' : undefined}
        id={controlIdOf('baseUrl')}
        mono
        inputMode="url"
        placeholder={spec.baseUrlPlaceholder}
        name={field.name}
        ref={field.ref}
        value={field.value}
        onChange={(event) => {
          pasted.forget()
          field.onChange(event)
        }}
        onPaste={paste}
        onBlur={() => {
          if (field.value.trim() !== field.value) field.onChange(field.value.trim())
          whenPointerIsUp(() => pasted.read())
          field.onBlur()
        }}
        error={
          issue ? (
            <>
              {issue.message}
              {suggestion === undefined ? null : (
                <Way onClick={() => field.onChange(suggestion)}>Correct it</Way>
              )}
            </>
          ) : undefined
        }
        action={
          <span className="ui-line">
            {forHandler ? null : (
              <Checkbox label="Use this URL exactly" {...register('exactUrl')} />
            )}
            {fromVariable}
          </span>
        }
        below={optional ? undefined : <AddressPreview />}
        hint={forHandler ? handlerHint : optional ? optionalHint : undefined}
      />
      {pasted.told ? (
        <p className="ui-hint -mt-2" role="status">
          {pasted.told.note}
          {pasted.told.offer ? (
            <Way onClick={pasted.takeOffer}>{pasted.told.offer.label}</Way>
          ) : null}
          {pasted.told.original === undefined ? null : (
            <Way onClick={pasted.useExactly}>Use what I pasted exactly</Way>
          )}
        </p>
      ) : null}
      <PlainHttpConsent />
    </>
  )
}

const handlerHint = 'Your code gets it as api_base. Leave empty if it calls nothing.'

const optionalHint = 'For a private endpoint or a test server. It replaces the host above.'

function Way({ onClick, children }: { onClick: () => void; children: ReactNode }): ReactElement {
  return (
    <>
      {' '}
      <LinkButton onClick={onClick}>{children}</LinkButton>
    </>
  )
}

/** Asks before a key travels unprotected to a host that is not this machine. */
function PlainHttpConsent(): ReactElement | null {
  const { control, register } = useFields()
  const host = plainHostOf(useWatch({ control, name: 'baseUrl' }))
  if (host === undefined) return null
  return (
    <Checkbox
      label={`Send the key unprotected to ${host}`}
      hint="Plain http can be read by anyone on the way."
      {...register('allowPlainHttp', { deps: ['baseUrl'] })}
    />
  )
}

/** The host of a plain http URL that leaves this machine. */
function plainHostOf(text: string): string | undefined {
  const parsed = parseBaseUrl(text)
  if (!parsed.ok) return undefined
  const url = new URL(parsed.base.origin)
  return url.protocol === 'http:' && !isLoopback(url.hostname) ? url.host : undefined
}
