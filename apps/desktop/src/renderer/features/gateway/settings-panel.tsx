import {
  Button,
  Checkbox,
  ConfirmDialog,
  Field,
  FieldMessage,
  PaneScroll,
  Section,
} from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { GatewaySettingsChange, GatewayStatus } from '#contract/gateway-shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useClearGatewayRequests, useUpdateGatewaySettings } from '../../lib/resources/gateway.ts'
import { wordCount } from '../../lib/time-words.ts'
import { PortForm } from './port-form.tsx'

export interface SettingsPanelProps {
  status: GatewayStatus
  /** How many requests are in the list. */
  logged: number
}

/** How the gateway runs. Every switch holds at once; the port from the next start. */
export function SettingsPanel({ status, logged }: SettingsPanelProps): ReactElement {
  const update = useUpdateGatewaySettings()
  const clear = useClearGatewayRequests()
  const [asking, setAsking] = useState(false)
  const running = status.state === 'running'
  // What was just switched shows at once; when the host has answered, its word counts.
  const [wanted, setWanted] = useState<GatewaySettingsChange>({})
  const settings = { ...status.settings, ...wanted }
  const change = (changes: GatewaySettingsChange) => {
    setWanted((now) => ({ ...now, ...changes }))
    update.mutate(changes, { onSettled: () => setWanted({}) })
  }

  return (
    <PaneScroll padding="form" className="h-full">
      <Section title="Start">
        <div className="grid gap-3">
          <Field label="Port" labelAs="span" hint="On 127.0.0.1: no other machine can reach it.">
            {() => <PortForm key={settings.port} port={settings.port} running={running} />}
          </Field>
          <Checkbox
            label="Start with the app"
            hint="Otherwise it is started here, from the palette, or with patchbay gateway."
            checked={settings.startWithApp}
            onChange={(event) => change({ startWithApp: event.currentTarget.checked })}
          />
        </div>
      </Section>
      <Section title="Access">
        <Checkbox
          label="Require a key"
          hint="Programs on this machine need a gateway key. Web pages and other machines are refused either way."
          checked={settings.requireKey}
          onChange={(event) => {
            if (event.currentTarget.checked) change({ requireKey: true })
            else setAsking(true)
          }}
        />
      </Section>
      <Section title="Requests">
        <div className="grid gap-3">
          <Checkbox
            label="Keep requests and replies"
            hint="For the inspector, Copy as curl and Send again. In memory only, with keys left out; gone when Patchbay ends."
            checked={settings.keepBodies}
            onChange={(event) => change({ keepBodies: event.currentTarget.checked })}
          />
          <Checkbox
            label="Accept unknown model ids"
            hint="An id that nothing knows is sent to where its name leads, unverified. Otherwise the tool is told the nearest names."
            checked={settings.assumeModelExists}
            onChange={(event) => change({ assumeModelExists: event.currentTarget.checked })}
          />
          <div className="ui-line">
            <Button
              disabled={logged === 0}
              loading={clear.isPending}
              onClick={() => clear.mutate(undefined)}
            >
              Clear the list of requests
            </Button>
            <span className="ui-hint ui-num" role="status">
              {wordCount(logged, 'request')} in the list
            </span>
          </div>
        </div>
      </Section>
      {update.error ? (
        <FieldMessage tone="error">{wordError(readErrorInfo(update.error))}</FieldMessage>
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Let programs in without a key?"
        confirmLabel="Do not require a key"
        cancelLabel="Keep requiring one"
        tone="danger"
        onConfirm={() => {
          setAsking(false)
          change({ requireKey: false })
        }}
      >
        Every program of every user on this machine can then use your endpoints, at your cost. Web
        pages and other machines are still refused.
      </ConfirmDialog>
    </PaneScroll>
  )
}
