import { Checkbox, Combobox } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { compatSchema, type Compat } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { controlIdOf } from '../form-issues.ts'
import type { FormValues } from '../form-values.ts'
import { useFields } from '../use-endpoint-form.ts'
import { AdvancedGroup } from './advanced-group.tsx'
import { summarizeCompat } from './summaries.ts'
import { TextSetting } from './text-setting.tsx'

type SwitchName = 'developerRole' | 'arrayContent' | 'streamOptions'
type ChoiceName = 'maxTokensField' | 'reasoningField'

/** `means`: what the setting becomes when the box is ticked; unticked it is left out. */
const switches: readonly { name: SwitchName; means: boolean; label: string; hint: string }[] = [
  {
    name: 'developerRole',
    means: true,
    label: 'Developer role',
    hint: 'Instructions that a tool sends as “developer” keep that role. Off: they are sent as “system”.',
  },
  {
    name: 'arrayContent',
    means: true,
    label: 'Content as a list of parts',
    hint: 'Plain text is sent as a list too.',
  },
  {
    name: 'streamOptions',
    means: false,
    label: 'Leave out stream_options',
    hint: 'For servers that refuse it. Streamed replies then tell no usage.',
  },
]

const choices: readonly {
  name: ChoiceName
  label: string
  usual: string
  values: readonly string[]
  hint?: string
}[] = [
  {
    name: 'maxTokensField',
    label: 'Output limit field',
    usual: 'max_tokens (usual)',
    values: compatSchema.shape.maxTokensField.unwrap().options,
  },
  {
    name: 'reasoningField',
    label: 'Reasoning field',
    usual: 'The one it came in',
    values: compatSchema.shape.reasoningField.unwrap().options,
    hint: 'In which earlier reasoning is sent back.',
  },
]

/** How the server differs from what its type usually expects. */
export function CompatGroup(): ReactElement {
  const { control, register } = useFields()
  const [spec, compat, supportsSystemMessage, anthropicVersion] = useWatch({
    control,
    name: ['spec', 'compat', 'supportsSystemMessage', 'anthropicVersion'],
  })
  const isSet = Object.values(compat).some((value) => value !== undefined)
  return (
    <AdvancedGroup
      title="Compatibility"
      hint={summarizeCompat({ compat, supportsSystemMessage, anthropicVersion })}
      paths={['compat', 'anthropicVersion']}
    >
      <Checkbox
        label="Supports system messages"
        hint="Off: the system message is put into the first user message."
        {...register('supportsSystemMessage')}
      />
      {speaks(spec, 'openai-chat') || isSet ? <OpenAiDifferences /> : null}
      {speaks(spec, 'anthropic-messages') || anthropicVersion !== '' ? (
        <TextSetting
          path="anthropicVersion"
          label="Anthropic version"
          mono
          placeholder="2023-06-01"
        />
      ) : null}
    </AdvancedGroup>
  )
}

const usualDialect: Partial<Record<FormValues['spec'], string>> = {
  'openai-chat-completions': 'openai-chat',
  anthropic: 'anthropic-messages',
}

function speaks(spec: FormValues['spec'], dialect: 'openai-chat' | 'anthropic-messages'): boolean {
  return usualDialect[spec] === dialect || getSpec(spec).dialectChoices.includes(dialect)
}

function OpenAiDifferences(): ReactElement {
  const { control } = useFields()
  const { field } = useController({ control, name: 'compat' })
  const change = (part: Compat) => {
    const set = Object.entries({ ...field.value, ...part }).filter(
      ([, value]) => value !== undefined,
    )
    field.onChange(Object.fromEntries(set))
  }
  return (
    <>
      {switches.map(({ name, means, label, hint }) => (
        <Checkbox
          key={name}
          label={label}
          hint={hint}
          checked={field.value[name] === means}
          onChange={(event) => change({ [name]: event.currentTarget.checked ? means : undefined })}
          onBlur={field.onBlur}
        />
      ))}
      <div className="grid grid-cols-2 items-start gap-3">
        {choices.map(({ name, label, usual, values, hint }) => (
          <Combobox
            key={name}
            label={label}
            id={controlIdOf(`compat.${name}`)}
            hint={hint}
            options={[
              { value: 'usual', label: usual },
              ...values.map((value) => ({ value, label: value })),
            ]}
            value={field.value[name] ?? 'usual'}
            onChange={(value) => change({ [name]: value === 'usual' ? undefined : value })}
            onBlur={field.onBlur}
            emptyText="There is no such field."
          />
        ))}
      </div>
    </>
  )
}
