import { Checkbox, CodeEditor, Disclosure, Field, TextField } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { getSpec } from '@patchbay/provider-core/specs'
import { wordCount } from '../../lib/time-words.ts'
import { controlIdOf } from './form-issues.ts'
import { defaultTimeouts } from '@patchbay/provider-core/model'
import type { FormValues, TimeoutName } from './form-values.ts'
import { readJsonObject } from './json-object.ts'
import { NamedValuesField } from './named-values-field.tsx'
import { SpecChoices } from './spec-choices.tsx'
import { useFields, useIssue } from './use-endpoint-form.ts'

export interface AdvancedSectionProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** What most endpoints do not need. */
export function AdvancedSection({ open, onOpenChange }: AdvancedSectionProps): ReactElement {
  const { control, register, getValues } = useFields()
  useWatch({ control })
  const values = getValues()
  const versionIssue = useIssue('anthropicVersion')
  const speaksClaude =
    values.spec === 'anthropic' ||
    getSpec(values.spec).dialectChoices.includes('anthropic-messages')
  return (
    <Disclosure summary="Advanced" hint={summarise(values)} open={open} onOpenChange={onOpenChange}>
      <div className="ui-form pt-2">
        <SpecChoices />
        <NamedValuesField kind="headers" />
        <NamedValuesField kind="query" />
        <ExtraBodyField />
        <div className="grid grid-cols-3 gap-3">
          <TimeoutField name="connectMs" label="Connect timeout" />
          <TimeoutField name="firstByteMs" label="First answer timeout" />
          <TimeoutField name="idleMs" label="Silence timeout" />
        </div>
        <Checkbox
          label="Supports system messages"
          hint="Off: the system message is put into the first user message."
          {...register('supportsSystemMessage')}
        />
        {speaksClaude || values.anthropicVersion !== '' ? (
          <TextField
            label="Anthropic version"
            id={controlIdOf('anthropicVersion')}
            mono
            placeholder="2023-06-01"
            {...register('anthropicVersion')}
            error={versionIssue?.message}
          />
        ) : null}
      </div>
    </Disclosure>
  )
}

/** What is set in there, so that the fold need not be opened to know. */
function summarise(values: FormValues): string {
  const parts: string[] = []
  if (values.dialect !== '' || values.bedrockApi !== '' || values.fips) parts.push('interface')
  const named = (rows: FormValues['headers']) => rows.filter((row) => row.name.trim() !== '').length
  if (named(values.headers) > 0) parts.push(wordCount(named(values.headers), 'header'))
  if (named(values.query) > 0) parts.push(wordCount(named(values.query), 'query parameter'))
  if (values.extraBodyText.trim() !== '') parts.push('extra body')
  if (Object.values(values.timeouts).some((text) => text.trim() !== '')) parts.push('timeouts')
  if (!values.supportsSystemMessage) parts.push('no system messages')
  if (values.anthropicVersion.trim() !== '') parts.push('Anthropic version')
  return parts.length > 0 ? parts.join(', ') : 'Headers, query, body, timeouts'
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

function TimeoutField({ name, label }: { name: TimeoutName; label: string }): ReactElement {
  const { register } = useFields()
  const path = `timeouts.${name}` as const
  return (
    <TextField
      label={label}
      id={controlIdOf(path)}
      inputMode="decimal"
      placeholder={String(defaultTimeouts[name] / 1000)}
      suffix={<span className="ui-hint">s</span>}
      {...register(path)}
      error={useIssue(path)?.message}
    />
  )
}
