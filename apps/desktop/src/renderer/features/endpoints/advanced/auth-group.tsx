import { Combobox, TextRows } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { get, useController, useWatch } from 'react-hook-form'
import { authSchemes, type AuthScheme } from '@patchbay/provider-core/model'
import { controlIdOf } from '../form-issues.ts'
import { useFields, useIssue } from '../use-endpoint-form.ts'
import { AdvancedGroup } from './advanced-group.tsx'
import { summarizeAuth } from './summaries.ts'
import { schemeLabels } from './scheme-labels.ts'
import { TextSetting } from './text-setting.tsx'

const options = authSchemes.map((scheme) => ({ value: scheme, label: schemeLabels[scheme] }))

const hints: Partial<Record<AuthScheme, string>> = {
  none: 'No credential is sent. A header of your own still is.',
  header: 'The API key is the whole value of that header.',
  command: 'The program is run without a shell, and what it prints is the token.',
}

function isScheme(value: string): value is AuthScheme {
  return authSchemes.some((scheme) => scheme === value)
}

/** Authentication in place of the type's own. */
export function AuthGroup(): ReactElement {
  const { control } = useFields()
  const { field } = useController({ control, name: 'auth.scheme' })
  const auth = useWatch({ control, name: 'auth' })
  const scheme = field.value
  return (
    <AdvancedGroup title="Authentication" hint={summarizeAuth(auth)} paths={['auth']}>
      <Combobox
        label="How to authenticate"
        id={controlIdOf('auth.scheme')}
        options={options}
        value={scheme}
        onChange={(value) => {
          if (isScheme(value)) field.onChange(value)
        }}
        onBlur={field.onBlur}
        ref={field.ref}
        hint={hints[scheme]}
        emptyText="There is no such way."
      />
      {scheme === 'command' ? <CommandFields /> : null}
      {scheme === 'header' || scheme === 'command' ? (
        <TextSetting
          path="auth.headerName"
          label="Header name"
          mono
          placeholder={scheme === 'header' ? 'x-corp-key' : 'authorization'}
          hint={
            scheme === 'command'
              ? 'Left empty, the token goes into Authorization, after “Bearer”.'
              : undefined
          }
        />
      ) : null}
    </AdvancedGroup>
  )
}

function CommandFields(): ReactElement {
  return (
    <>
      <TextSetting
        path="auth.program"
        label="Program"
        mono
        placeholder="/usr/local/bin/print-token"
        hint="A whole path, or a name that is looked for in PATH."
      />
      <ArgumentRows />
      <div className="grid grid-cols-2 items-start gap-3">
        <TextSetting
          path="auth.ttlSeconds"
          label="Token lasts"
          unit="s"
          placeholder="300"
          hint="Where it does not say so itself."
        />
        <TextSetting
          path="auth.refresh"
          label="Renew before its end"
          unit="s"
          placeholder="300"
          hint="At most half of its life."
        />
      </div>
    </>
  )
}

function ArgumentRows(): ReactElement {
  const { control, formState } = useFields()
  const { field } = useController({ control, name: 'auth.args' })
  const whole = useIssue('auth.args')
  return (
    <div id={controlIdOf('auth.args')}>
      <TextRows
        legend="Arguments"
        rows={field.value}
        onChange={field.onChange}
        onBlur={field.onBlur}
        rowLabel={(number) => `Argument ${number}`}
        removeLabel={(number) => `Remove argument ${number}`}
        addLabel="Add argument"
        hint={whole?.message ?? 'One a row, without quotes. No key: other programs can see it.'}
        errors={field.value.map((_, index) => {
          const message: unknown = get(formState.errors, `auth.args.${index}.message`)
          return typeof message === 'string' ? message : undefined
        })}
      />
    </div>
  )
}
