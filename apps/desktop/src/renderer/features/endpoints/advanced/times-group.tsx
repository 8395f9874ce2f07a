import type { ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import { defaultRetry, defaultTimeouts } from '@patchbay/provider-core/model'
import type { TimeoutName } from '../form-values.ts'
import { useFields } from '../use-endpoint-form.ts'
import { AdvancedGroup } from './advanced-group.tsx'
import { summarizeTimes } from './summaries.ts'
import { TextSetting } from './text-setting.tsx'

const limits: readonly { readonly name: TimeoutName; readonly label: string }[] = [
  { name: 'connectMs', label: 'Connect timeout' },
  { name: 'firstByteMs', label: 'First answer timeout' },
  { name: 'idleMs', label: 'Silence timeout' },
]

/** How long to wait, and how often to ask. */
export function TimesGroup(): ReactElement {
  const { control } = useFields()
  const [timeouts, retry] = useWatch({ control, name: ['timeouts', 'retry'] })
  return (
    <AdvancedGroup
      title="Time limits and retry"
      hint={summarizeTimes({ timeouts, retry })}
      paths={['timeouts', 'retry']}
    >
      <div className="grid grid-cols-3 items-start gap-3">
        {limits.map(({ name, label }) => (
          <TextSetting
            key={name}
            path={`timeouts.${name}`}
            label={label}
            unit="s"
            placeholder={String(defaultTimeouts[name] / 1000)}
          />
        ))}
      </div>
      <div className="grid grid-cols-3 items-start gap-3">
        <TextSetting
          path="retry.attempts"
          label="Tries"
          unit="at most"
          placeholder={String(defaultRetry.attempts)}
        />
        <TextSetting
          path="retry.maxDelay"
          label="Longest wait"
          unit="s"
          placeholder={String(defaultRetry.maxDelayMs / 1000)}
        />
      </div>
      <p className="ui-hint">
        A request is sent again only while nothing has been answered. A server that asks for a
        longer wait gets no other try.
      </p>
    </AdvancedGroup>
  )
}
