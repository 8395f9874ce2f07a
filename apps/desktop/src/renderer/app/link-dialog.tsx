import { Button, Dialog, TextAreaField } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import { readErrorInfo, wordError } from '../lib/error-words.ts'
import { closeLinkBox, useLinkBox } from '../lib/link-box.ts'
import { useReadLink } from '../lib/resources/links.ts'
import { openLinkForm } from './use-links.ts'

/** "Add from link": a link is pasted here; one that was opened and cannot be used is told here, too. */
export function LinkDialog(): ReactElement | null {
  const { open, message } = useLinkBox()
  if (!open) return null
  return (
    <Dialog
      open
      onOpenChange={(next) => {
        if (!next) closeLinkBox()
      }}
      title="Add from link"
      description="A link that begins with patchbay://add? fills the form of a custom provider. Nothing is saved until you save it."
      closeLabel="Close"
    >
      <LinkForm openedMessage={message} />
    </Dialog>
  )
}

function LinkForm({ openedMessage }: { openedMessage: string | undefined }): ReactElement {
  const read = useReadLink()
  const [text, setText] = useState('')
  const told = read.error
    ? wordError(readErrorInfo(read.error))
    : read.data?.ok === false
      ? read.data.message
      : openedMessage === undefined || text !== ''
        ? undefined
        : `The link that was opened cannot be used. ${openedMessage}`

  function submit(event: FormEvent) {
    event.preventDefault()
    event.stopPropagation()
    read.mutate(
      // More than any link is: how long one may be is told by whoever reads it.
      { link: text.trim().slice(0, 50_000) },
      {
        onSuccess: (link) => {
          if (!link.ok) return
          closeLinkBox()
          openLinkForm(link)
        },
      },
    )
  }

  return (
    <form className="grid gap-3" autoComplete="off" onSubmit={submit}>
      <TextAreaField
        label="Link"
        mono
        rows={4}
        autoFocus
        spellCheck={false}
        placeholder="patchbay://add?name=…&base_url=…"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          read.reset()
        }}
        error={told}
      />
      <div className="ui-line justify-end">
        <Button
          type="submit"
          variant="primary"
          loading={read.isPending}
          disabled={text.trim() === ''}
        >
          Open the form
        </Button>
      </div>
    </form>
  )
}
