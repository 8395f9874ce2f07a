import { CodeEditor, Field } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { getSpec } from '@patchbay/provider-core/specs'
import { controlIdOf } from '../form-issues.ts'
import { readJsonObject } from '../json-object.ts'
import { NamedValuesField } from '../named-values-field.tsx'
import { useFields, useIssue } from '../use-endpoint-form.ts'
import { AdvancedGroup } from './advanced-group.tsx'
import { summarizeRequest } from './summaries.ts'

/** What every request carries besides what its type makes of it. */
export function RequestGroup(): ReactElement {
  const { control, getValues } = useFields()
  const [spec, query] = useWatch({ control, name: ['spec', 'query', 'headers', 'extraBodyText'] })
  const isHandler = getSpec(spec).platform === 'handler'
  return (
    <AdvancedGroup
      title={isHandler ? 'Headers and body' : 'Headers, query and body'}
      hint={summarizeRequest(getValues())}
      paths={['headers', 'query', 'extraBodyText']}
      startsOpen
    >
      <NamedValuesField kind="headers" />
      {isHandler && query.length === 0 ? null : <NamedValuesField kind="query" />}
      <ExtraBodyField />
    </AdvancedGroup>
  )
}

function ExtraBodyField(): ReactElement {
  const { control } = useFields()
  const { field } = useController({ control, name: 'extraBodyText' })
  const issue = useIssue('extraBodyText')
  const read = readJsonObject(field.value)
  const line = issue && !read.ok ? read.line : undefined
  return (
    <Field
      label="Extra body"
      labelNote="JSON, merged into every request"
      id={controlIdOf('extraBodyText')}
      error={issue?.message}
    >
      {(attributes) => (
        <CodeEditor
          {...attributes}
          ref={field.ref}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          fault={line === undefined ? undefined : { line }}
          placeholder={'{ "top_k": 40 }'}
        />
      )}
    </Field>
  )
}
