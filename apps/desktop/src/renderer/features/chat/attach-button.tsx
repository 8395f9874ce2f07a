import { IconButton } from '@patchbay/ui'
import { Paperclip } from 'lucide-react'
import { useRef, type ReactElement } from 'react'
import { offeredTypes } from '#contract/attachment-limits'

/** Opens the system's file dialog. */
export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }): ReactElement {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={offeredTypes}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          // The same file may be chosen again.
          event.currentTarget.value = ''
        }}
      />
      <IconButton
        size="sm"
        label="Attach files"
        icon={<Paperclip aria-hidden />}
        onClick={() => input.current?.click()}
      />
    </>
  )
}
