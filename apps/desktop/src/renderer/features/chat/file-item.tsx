import { AttachmentItem, Dialog } from '@patchbay/ui'
import { FileText, Image } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import type { Attachment } from '#contract/chat-parts'
import { useMediaUrl, useSaveFile } from '../../lib/resources/media.ts'
import { wordBytes } from '../../lib/time-words.ts'

export interface FileItemProps {
  file: Attachment
  onRemove?: (() => void) | undefined
}

/** A file of a message: pictures open large, other files are saved. */
export function FileItem({ file, onRemove }: FileItemProps): ReactElement {
  const shared = {
    name: file.name,
    detail: `${wordType(file)}, ${wordBytes(file.bytes)}`,
    ...(onRemove ? { onRemove, removeLabel: `Remove ${file.name}` } : {}),
  }
  return file.mediaType.startsWith('image/') ? (
    <PictureFile file={file} shared={shared} />
  ) : (
    <OtherFile file={file} shared={shared} />
  )
}

interface KindProps {
  file: Attachment
  shared: Pick<Parameters<typeof AttachmentItem>[0], 'name' | 'detail' | 'onRemove' | 'removeLabel'>
}

function PictureFile({ file, shared }: KindProps): ReactElement {
  const { url, failed } = useMediaUrl(file.id)
  const [open, setOpen] = useState(false)
  return (
    <>
      <AttachmentItem
        {...shared}
        detail={failed ? 'not kept any more' : shared.detail}
        icon={url ? <img src={url} alt="" /> : <Image aria-hidden />}
        {...(url ? { onOpen: () => setOpen(true), openLabel: `Show ${file.name}` } : {})}
      />
      {url ? (
        <PictureDialog
          open={open}
          onOpenChange={setOpen}
          url={url}
          title={file.name}
          alt={file.name}
        />
      ) : null}
    </>
  )
}

function OtherFile({ file, shared }: KindProps): ReactElement {
  const save = useSaveFile()
  return (
    <AttachmentItem
      {...shared}
      detail={save.isError ? 'not kept any more' : shared.detail}
      icon={<FileText aria-hidden />}
      busy={save.isPending}
      openLabel={`Save ${file.name}`}
      onOpen={() => save.mutate(file)}
    />
  )
}

export interface PictureDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  url: string
  title: string
  alt: string
}

/** A picture, as large as the window lets it be. */
export function PictureDialog(props: PictureDialogProps): ReactElement {
  return (
    <Dialog
      wide
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      closeLabel="Close"
    >
      <img src={props.url} alt={props.alt} className="mx-auto max-h-[70vh] max-w-full" />
    </Dialog>
  )
}

function wordType({ mediaType }: Attachment): string {
  if (mediaType === 'application/pdf') return 'PDF'
  if (mediaType.startsWith('text/')) return 'Text'
  return mediaType.replace('image/', '').toUpperCase()
}
