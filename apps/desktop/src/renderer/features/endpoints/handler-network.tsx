import { SegmentedRadio, TextRows } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { get, useController } from 'react-hook-form'
import { controlIdOf } from './form-issues.ts'
import { handlerAccesses, type HandlerAccess } from './handler-values.ts'
import { useFields } from './use-endpoint-form.ts'

const labels: Record<HandlerAccess, string> = {
  none: 'None',
  hosts: 'These hosts',
  any: 'Any',
}

const hints: Record<HandlerAccess, string> = {
  none: 'Your code can reach nothing but its own folder.',
  hosts:
    'Names as in a URL, with a port where it is not the usual one. “*.” in front stands for any name below.',
  any: 'Your code can reach every host, those of your own network too.',
}

function isAccess(value: string): value is HandlerAccess {
  return handlerAccesses.some((one) => one === value)
}

/** What of the network the handler may reach. */
export function HandlerNetwork(): ReactElement {
  const { control, formState } = useFields()
  const { field: access } = useController({ control, name: 'handler.access' })
  const { field: hosts } = useController({ control, name: 'handler.hosts' })
  return (
    <div className="grid gap-2" id={controlIdOf('handler')}>
      <SegmentedRadio
        legend="Network"
        wide
        value={access.value}
        onChange={(value) => {
          if (!isAccess(value)) return
          access.onChange(value)
          if (value === 'hosts' && hosts.value.length === 0) hosts.onChange([''])
        }}
        onBlur={access.onBlur}
        options={handlerAccesses.map((value) => ({ value, label: labels[value] }))}
      />
      {access.value === 'hosts' ? (
        <TextRows
          legend="Hosts"
          rows={hosts.value}
          onChange={hosts.onChange}
          onBlur={hosts.onBlur}
          rowLabel={(number) => `Host ${number}`}
          removeLabel={(number) => `Remove host ${number}`}
          addLabel="Add host"
          errors={hosts.value.map((_, index) => {
            const message: unknown = get(formState.errors, `handler.hosts.${index}.message`)
            return typeof message === 'string' ? message : undefined
          })}
          hint={hints.hosts}
        />
      ) : (
        <p className="ui-hint">{hints[access.value]}</p>
      )}
    </div>
  )
}
