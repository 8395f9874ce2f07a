import { Disclosure } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import { getSpec } from '@patchbay/provider-core/specs'
import { SpecChoices } from '../spec-choices.tsx'
import { useFields } from '../use-endpoint-form.ts'
import { AuthGroup } from './auth-group.tsx'
import { CompatGroup } from './compat-group.tsx'
import { ProxyGroup } from './proxy-group.tsx'
import { RequestGroup } from './request-group.tsx'
import { summarizeAdvanced } from './summaries.ts'
import { TimesGroup } from './times-group.tsx'
import { TlsGroup } from './tls-group.tsx'

export interface AdvancedSectionProps {
  savedSecrets: readonly string[]
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** What most endpoints do not need. */
export function AdvancedSection(props: AdvancedSectionProps): ReactElement {
  const { savedSecrets, open, onOpenChange } = props
  const { control, getValues } = useFields()
  useWatch({ control })
  const isHandler = getSpec(getValues('spec')).platform === 'handler'
  const authScheme = getValues('auth.scheme')
  return (
    <Disclosure
      summary="Advanced"
      hint={summarizeAdvanced(getValues())}
      open={open}
      onOpenChange={onOpenChange}
    >
      <div className="ui-form pt-2">
        <SpecChoices />
        <div className="grid gap-1">
          <RequestGroup />
          {!isHandler || authScheme !== 'default' ? <AuthGroup /> : null}
          {isHandler ? null : (
            <>
              <ProxyGroup savedSecrets={savedSecrets} />
              <TlsGroup savedSecrets={savedSecrets} />
            </>
          )}
          <TimesGroup />
          <CompatGroup />
        </div>
      </div>
    </Disclosure>
  )
}
