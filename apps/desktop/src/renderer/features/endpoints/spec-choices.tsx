import { Checkbox, Combobox, SegmentedRadio } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { dialectIds, type DialectId } from '@patchbay/provider-core/model'
import { getSpec, type SpecChoice, type SpecSwitch } from '@patchbay/provider-core/specs'
import { dialectLabel } from '../../lib/dialect-words.ts'
import { controlIdOf } from './form-issues.ts'
import { useFields } from './use-endpoint-form.ts'

/** What the chosen spec lets one choose and most endpoints leave as it is: interface, hosts, wire format. */
export function SpecChoices(): ReactElement {
  const { control } = useFields()
  const [specId, bedrockApi] = useWatch({ control, name: ['spec', 'bedrockApi'] })
  const spec = getSpec(specId)
  const api = bedrockApi === '' ? {} : { bedrockApi }
  const dialects = spec.dialectChoices.filter(
    (dialect) => spec.resolveDialect({ dialect, baseUrl: undefined, ...api }, '') === dialect,
  )
  return (
    <>
      {spec.choices?.map((choice) => (
        <ChoiceControl key={choice.name} choice={choice} />
      ))}
      {spec.switches?.map((one) => (
        <SwitchControl key={one.name} name={one.name} label={one.label} hint={one.hint} />
      ))}
      <DialectChoice choices={dialects} />
    </>
  )
}

function ChoiceControl({ choice }: { choice: SpecChoice }): ReactElement {
  const { control } = useFields()
  const { field } = useController({ control, name: choice.name })
  return (
    <Combobox
      label={choice.label}
      hint={choice.hint}
      id={controlIdOf(choice.name)}
      options={choice.values.map(({ value, label }) => ({ value, label }))}
      value={field.value === '' ? (choice.values[0]?.value ?? null) : field.value}
      onChange={field.onChange}
      onBlur={field.onBlur}
      ref={field.ref}
      emptyText="There is no such choice."
    />
  )
}

function SwitchControl({ name, label, hint }: SpecSwitch): ReactElement {
  const { register } = useFields()
  return <Checkbox label={label} hint={hint} {...register(name)} />
}

function isDialectId(value: string): value is DialectId {
  return dialectIds.some((id) => id === value)
}

/** The wire format, where an endpoint of this type can speak several. */
function DialectChoice({ choices }: { choices: readonly DialectId[] }): ReactElement | null {
  const { control } = useFields()
  const { field } = useController({ control, name: 'dialect' })
  if (choices.length < 2) return null
  const value = choices.some((choice) => choice === field.value) ? field.value : ''
  return (
    <SegmentedRadio
      legend="API"
      wide
      value={value === '' ? 'automatic' : value}
      onChange={(next) => field.onChange(isDialectId(next) ? next : '')}
      onBlur={field.onBlur}
      options={[
        { value: 'automatic', label: 'Automatic' },
        ...choices.map((choice) => ({ value: choice, label: dialectLabel(choice) })),
      ]}
    />
  )
}
