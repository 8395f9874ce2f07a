import { Button, Composer, Notice } from '@patchbay/ui'
import { ArrowUp, Square } from 'lucide-react'
import { useEffect, useRef, useState, type ReactElement, type Ref, type RefObject } from 'react'
import type { ChosenModel } from '../../lib/chat-drafts.ts'
import { titleOfError } from '../../lib/error-words.ts'
import { SettingsPopover } from './settings-popover.tsx'
import type { Talk } from './use-conversation.ts'

export interface ChatComposerProps {
  talk: Talk
  model: ChosenModel | undefined
  ref: RefObject<HTMLTextAreaElement | null>
}

/** Where the next message is written. While a reply streams, Enter waits and Esc stops. */
export function ChatComposer({ talk, model, ref }: ChatComposerProps): ReactElement {
  const [settingsOpen, setSettingsOpen] = useState(false)
  const main = useFocusKept(talk.busy, ref)
  const { parsed, refusal } = talk
  const hasIssue = Object.keys(parsed.issues).length > 0

  useEffect(() => {
    ref.current?.focus()
  }, [ref])

  function submit() {
    if (hasIssue) setSettingsOpen(true)
    else talk.sendText()
  }

  return (
    <div>
      {refusal ? (
        <div className="mx-auto mb-2 w-[calc(100%-48px)] max-w-[680px]">
          <Notice
            tone="error"
            role="alert"
            title={`The message was not sent. ${titleOfError(refusal.code)}.`}
            dismissLabel="Dismiss"
            onDismiss={talk.forgetRefusal}
          >
            {refusal.message}
          </Notice>
        </div>
      ) : null}
      <Composer
        ref={ref}
        label="Message"
        placeholder={model ? `Message ${model.address.modelId}` : 'Choose a model, then write'}
        value={talk.text}
        onChange={talk.setText}
        onSubmit={submit}
        leading={
          <SettingsPopover
            text={talk.settingsText}
            parsed={parsed}
            onChange={talk.setSettings}
            open={settingsOpen}
            onOpenChange={setSettingsOpen}
          />
        }
        trailing={
          talk.busy ? (
            <>
              <span className="ui-hint">Esc stops</span>
              <Button
                key="stop"
                ref={main}
                size="sm"
                icon={<Square aria-hidden />}
                onClick={talk.stop}
              >
                Stop
              </Button>
            </>
          ) : (
            <Button
              key="send"
              ref={main}
              size="sm"
              type="submit"
              variant="primary"
              icon={<ArrowUp aria-hidden />}
              disabled={talk.text.trim() === ''}
            >
              Send
            </Button>
          )
        }
      />
    </div>
  )
}

/** A button that gives way to another must not take the focus with it. */
function useFocusKept(
  busy: boolean,
  ref: RefObject<HTMLTextAreaElement | null>,
): Ref<HTMLButtonElement> {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const lost = document.activeElement === document.body || document.activeElement === null
    if (lost) ref.current?.focus()
  }, [busy, ref])
  return button
}
