import { Button, Popover, TextAreaField, TextField } from '@patchbay/ui'
import { SlidersHorizontal } from 'lucide-react'
import type { ReactElement } from 'react'
import type { ParsedSettings, SettingsText } from '../../lib/chat-settings.ts'

export interface SettingsPopoverProps {
  text: SettingsText
  parsed: ParsedSettings
  onChange: (text: SettingsText) => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The button "System, temperature" with what the next message is sent with. */
export function SettingsPopover(props: SettingsPopoverProps): ReactElement {
  const { text, parsed, onChange } = props
  const count = Object.keys(parsed.settings).length
  const hasIssue = Object.keys(parsed.issues).length > 0
  return (
    <Popover
      label="How messages are sent"
      side="top"
      open={props.open}
      onOpenChange={props.onOpenChange}
      className="grid w-90 gap-3"
      trigger={
        <Button variant="ghost" size="sm" icon={<SlidersHorizontal aria-hidden />}>
          System, temperature
          {count > 0 ? <span className="ui-faint font-normal">{count} set</span> : null}
          {hasIssue ? <span className="ui-tone-error font-normal">needs a look</span> : null}
        </Button>
      }
    >
      <TextAreaField
        label="System prompt"
        rows={4}
        value={text.system}
        hint="Sent before the messages, or as your endpoint's settings say."
        onChange={(event) => onChange({ ...text, system: event.currentTarget.value })}
      />
      <div className="grid grid-cols-2 items-start gap-3">
        <TextField
          label="Temperature"
          inputMode="decimal"
          placeholder="model's own"
          value={text.temperature}
          error={parsed.issues.temperature}
          onChange={(event) => onChange({ ...text, temperature: event.currentTarget.value })}
        />
        <TextField
          label="Maximum tokens"
          inputMode="numeric"
          placeholder="model's own"
          value={text.maxOutputTokens}
          error={parsed.issues.maxOutputTokens}
          onChange={(event) => onChange({ ...text, maxOutputTokens: event.currentTarget.value })}
        />
      </div>
    </Popover>
  )
}
