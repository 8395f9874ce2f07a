import { Button, Composer, Notice, VisuallyHidden } from '@patchbay/ui'
import { ArrowUp, Square } from 'lucide-react'
import { useEffect, useRef, useState, type ReactElement, type Ref, type RefObject } from 'react'
import type { ChosenModel } from '../../lib/chat-drafts.ts'
import { titleOfError } from '../../lib/error-words.ts'
import { AttachButton } from './attach-button.tsx'
import { DraftFiles } from './draft-files.tsx'
import { SettingsPopover } from './settings-popover.tsx'
import type { Attachments } from './use-attachments.ts'
import type { Talk } from './use-conversation.ts'

export interface ChatComposerProps {
  talk: Talk
  model: ChosenModel | undefined
  attachments: Attachments
  ref: RefObject<HTMLTextAreaElement | null>
}

/** Where the next message is written. While a reply streams, Enter waits and Esc stops. */
export function ChatComposer(props: ChatComposerProps): ReactElement {
  const { talk, model, attachments, ref } = props
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
            title={`The message was not sent. ${titleOfError(refusal)}.`}
            dismissLabel="Dismiss"
            onDismiss={talk.forgetRefusal}
          >
            {refusal.message}
          </Notice>
        </div>
      ) : null}
      {attachments.problems.length > 0 ? (
        <div className="mx-auto mb-2 w-[calc(100%-48px)] max-w-[680px]">
          <Notice
            tone="error"
            role="alert"
            title="Not attached."
            dismissLabel="Dismiss"
            onDismiss={attachments.forgetProblems}
          >
            {attachments.problems.map((problem) => (
              <p key={problem}>{problem}</p>
            ))}
          </Notice>
        </div>
      ) : null}
      <VisuallyHidden role="status">{attachments.said}</VisuallyHidden>
      <Composer
        ref={ref}
        label="Message"
        placeholder={model ? `Message ${model.address.modelId}` : 'Choose a model, then write'}
        value={talk.text}
        onChange={talk.setText}
        onSubmit={submit}
        onPaste={(event) => {
          const files = [...event.clipboardData.files]
          if (files.length === 0) return
          event.preventDefault()
          attachments.add(files)
        }}
        above={<DraftFiles attachments={attachments} onRemoved={() => ref.current?.focus()} />}
        leading={
          <>
            <AttachButton onFiles={attachments.add} />
            <SettingsPopover
              text={talk.settingsText}
              parsed={parsed}
              onChange={talk.setSettings}
              open={settingsOpen}
              onOpenChange={setSettingsOpen}
            />
          </>
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
              disabled={!talk.canSend}
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
