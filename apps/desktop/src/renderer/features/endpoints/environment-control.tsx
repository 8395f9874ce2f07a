import { Button, Field, FieldMessage, IconButton, LinkButton, StoredRow } from '@patchbay/ui'
import { Variable } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { useController } from 'react-hook-form'
import type { EnvironmentField, SecretName } from '@patchbay/provider-core/model'
import { otherReferences, type EnvironmentValues } from './environment-values.ts'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

type Reference = { part: 'fields'; name: EnvironmentField } | { part: 'secrets'; name: SecretName }

/** The variable of a field or secret, and the way to change it; `undefined` takes it away. */
function useReference({ part, name }: Reference) {
  const { control, formState } = useFields()
  const { field } = useController({ control, name: 'environment' })
  const values: Readonly<Record<string, string | undefined>> = field.value[part]
  const saved: Readonly<Record<string, string | undefined>> | undefined =
    formState.defaultValues?.environment?.[part]
  const variable = values[name]
  // Not told of a blur: the form would judge the whole object then, and take the issues of its parts away.
  return {
    variable,
    isSaved: variable !== undefined && variable !== '' && saved?.[name] === variable,
    change(next: string | undefined) {
      const { [name]: _before, ...others } = values
      const changed = next === undefined ? others : { ...others, [name]: next }
      field.onChange({ ...field.value, [part]: changed } satisfies EnvironmentValues)
    },
  }
}

export type EnvironmentControlProps = Reference & {
  label: string
  /** Draws the usual control; the button that changes over goes beside its label. */
  children: (button: ReactNode) => ReactElement
}

/** A field or secret that may come from an environment variable: then its name stands there, else the usual control. */
export function EnvironmentControl(props: EnvironmentControlProps): ReactElement {
  const { part, name, label, children } = props
  const { variable, isSaved, change } = useReference(props)
  const path = `environment.${part}.${name}`
  const error = useIssue(path)?.message
  if (variable === undefined) {
    return children(
      <IconButton
        size="sm"
        icon={<Variable aria-hidden />}
        label="From a variable…"
        onClick={() => change('')}
      />,
    )
  }
  if (isSaved) {
    return (
      <div className="ui-field" role="group" aria-label={label}>
        <span className="ui-label">{label}</span>
        <StoredRow icon={<Variable aria-hidden />}>
          <span className="ui-cut">
            From the environment variable <code className="ui-code">{variable}</code>
          </span>
          <Button className="ui-push" size="sm" variant="ghost" onClick={() => change(undefined)}>
            Replace
          </Button>
        </StoredRow>
        {error === undefined ? null : <FieldMessage tone="error">{error}</FieldMessage>}
      </div>
    )
  }
  return (
    <Field
      id={controlIdOf(path)}
      label={`${label}: environment variable`}
      action={<LinkButton onClick={() => change(undefined)}>Type the value</LinkButton>}
      hint="Read whenever it is used, as it was set where Patchbay was started."
      error={error}
    >
      {(control) => (
        <input
          {...control}
          className={error === undefined ? 'ui-input is-mono' : 'ui-input is-mono is-invalid'}
          autoComplete="off"
          spellCheck={false}
          placeholder="MY_VARIABLE"
          value={variable}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

/** References of headers, query parameters and values of a handler, which came with an import. */
export function OtherReferences(): ReactElement | null {
  const { control } = useFields()
  const { field } = useController({ control, name: 'environment' })
  const others = otherReferences(field.value)
  if (others.length === 0) return null
  return (
    <div className="grid gap-2" role="group" aria-label="From environment variables">
      <span className="ui-label">From environment variables</span>
      {others.map(([name, variable]) => (
        <StoredRow key={name} icon={<Variable aria-hidden />}>
          <span className="ui-cut">
            {wordName(name)} from <code className="ui-code">{variable}</code>
          </span>
          <Button
            className="ui-push"
            size="sm"
            variant="danger"
            onClick={() => {
              const { [name]: _before, ...secrets } = field.value.secrets
              field.onChange({ ...field.value, secrets })
            }}
          >
            Remove
          </Button>
        </StoredRow>
      ))}
    </div>
  )
}

function wordName(name: string): string {
  return name
    .replace(/^header:/, 'Header ')
    .replace(/^query:/, 'Query parameter ')
    .replace(/^handler:/, 'Value ')
}
