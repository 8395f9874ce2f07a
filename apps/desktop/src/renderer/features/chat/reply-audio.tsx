import { Disclosure } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { PartOf } from '#contract/chat-parts'
import { useMediaUrl } from '../../lib/resources/media.ts'
import { ReplyText } from './reply-text.tsx'

/** A sound that the model made, and its words. */
export function ReplyAudio({ part }: { part: PartOf<'audio'> }): ReactElement {
  const { media, transcript } = part
  return (
    <div className="grid gap-2">
      {media?.kind === 'kept' ? <Player id={media.id} /> : null}
      {media && transcript ? (
        <Disclosure summary="Transcript">
          <ReplyText text={transcript} live={false} />
        </Disclosure>
      ) : transcript ? (
        <ReplyText text={transcript} live={false} />
      ) : null}
    </div>
  )
}

function Player({ id }: { id: string }): ReactElement {
  const { url, failed } = useMediaUrl(id)
  if (failed) return <p className="ui-soft">The sound is not kept any more.</p>
  return (
    <audio controls src={url} aria-label="Spoken reply" className="w-full max-w-100">
      {/* Its words stand under it as the transcript. */}
      <track kind="captions" />
    </audio>
  )
}
