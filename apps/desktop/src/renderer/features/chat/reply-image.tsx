import { Button, Picture } from '@patchbay/ui'
import { Download } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import type { Media, PartOf } from '#contract/chat-parts'
import { useMediaUrl } from '../../lib/resources/media.ts'
import { saveUrl } from '../../lib/save-url.ts'
import { PictureDialog } from './file-item.tsx'
import { WebLink } from './web-link.tsx'

export interface ReplyImageProps {
  part: PartOf<'image'>
  /** Number within the reply, from 1. */
  number: number
  modelId: string
}

/** A picture that the model made. One that could not be fetched is a link. */
export function ReplyImage({ part, number, modelId }: ReplyImageProps): ReactElement {
  const { media } = part
  const alt = `Image ${number} from ${modelId}`
  if (media.kind === 'kept') return <KeptImage media={media} alt={alt} number={number} />
  return (
    <p className="ui-soft">
      {alt} could not be fetched. <WebLink url={media.url}>Open it where it was left</WebLink>
    </p>
  )
}

interface KeptImageProps {
  media: Extract<Media, { kind: 'kept' }>
  alt: string
  number: number
}

function KeptImage({ media, alt, number }: KeptImageProps): ReactElement {
  const { url, failed } = useMediaUrl(media.id)
  const [open, setOpen] = useState(false)
  if (failed) return <p className="ui-soft">{alt} is not kept any more.</p>
  const ending = media.mediaType.replace('image/', '').replace(/\+.*/, '')
  return (
    <>
      <Picture
        src={url}
        alt={alt}
        openLabel={`Enlarge image ${number}`}
        onOpen={() => setOpen(true)}
        actions={
          <Button
            size="sm"
            variant="ghost"
            icon={<Download aria-hidden />}
            disabled={url === undefined}
            onClick={() => url && saveUrl(url, `image-${number}.${ending}`)}
          >
            Save image
          </Button>
        }
      />
      {url ? (
        <PictureDialog open={open} onOpenChange={setOpen} url={url} title={alt} alt={alt} />
      ) : null}
    </>
  )
}
