import { AttachmentItem, AttachmentList } from '@patchbay/ui'
import { FileText } from 'lucide-react'
import type { ReactElement } from 'react'
import { wordBytes } from '../../lib/time-words.ts'
import { FileItem } from './file-item.tsx'
import type { Attachments } from './use-attachments.ts'

export interface DraftFilesProps {
  attachments: Attachments
  /** Called when a file was removed, whose button is gone. */
  onRemoved: () => void
}

/** What goes with the next message. */
export function DraftFiles({ attachments, onRemoved }: DraftFilesProps): ReactElement | null {
  const { files, remove } = attachments
  if (files.length === 0) return null
  return (
    <AttachmentList label="Attached files">
      {files.map((file) =>
        file.kept ? (
          <FileItem
            key={file.key}
            file={file.kept}
            onRemove={() => {
              remove(file)
              onRemoved()
            }}
          />
        ) : (
          <AttachmentItem
            key={file.key}
            name={file.name}
            detail={wordBytes(file.bytes)}
            icon={<FileText aria-hidden />}
            busy
          />
        ),
      )}
    </AttachmentList>
  )
}
