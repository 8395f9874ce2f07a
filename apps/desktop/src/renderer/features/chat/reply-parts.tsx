import { Fragment, type ReactElement } from 'react'
import type { ChatPart } from '#contract/chat-parts'
import type { ChatTurn } from '#contract/shapes'
import { Reasoning } from './reasoning.tsx'
import { ReplyAudio } from './reply-audio.tsx'
import { ReplyImage } from './reply-image.tsx'
import { ReplySources } from './reply-sources.tsx'
import { ReplyText } from './reply-text.tsx'
import { ToolCallCard, ToolResultBlock } from './tool-call-card.tsx'

export interface ReplyPartsProps {
  turn: ChatTurn
  modelId: string
}

/** Everything that the model gave, in the order in which it came. */
export function ReplyParts({ turn, modelId }: ReplyPartsProps): ReactElement {
  const streaming = turn.status === 'streaming'
  const shown = turn.parts.filter(isShown)
  const firstThought = shown.find((part) => part.type === 'reasoning')
  const images = shown.filter((part) => part.type === 'image')
  const callIds = new Set(shown.flatMap((part) => (part.type === 'tool-call' ? [part.id] : [])))

  function draw(part: ChatPart): ReactElement | null {
    const live = streaming && part === shown.at(-1)
    switch (part.type) {
      case 'text':
        return <ReplyText text={part.text} live={live} />
      case 'reasoning':
        return part.text === '' ? (
          <p className="ui-hint">The vendor hides a part of the reasoning.</p>
        ) : (
          <Reasoning
            text={part.text}
            ms={part === firstThought ? turn.reasoningMs : undefined}
            tokens={part === firstThought ? turn.usage?.reasoningTokens : undefined}
            live={live}
          />
        )
      case 'tool-call': {
        const result = turn.parts.find(
          (other) => other.type === 'tool-result' && other.callId === part.id,
        )
        return (
          <ToolCallCard
            call={part}
            result={result?.type === 'tool-result' ? result : undefined}
            live={streaming}
          />
        )
      }
      case 'tool-result':
        // Its call shows it.
        return callIds.has(part.callId) ? null : <ToolResultBlock result={part} />
      case 'image':
        return <ReplyImage part={part} number={images.indexOf(part) + 1} modelId={modelId} />
      case 'audio':
        return <ReplyAudio part={part} />
      case 'file':
        return null
    }
  }

  // Parts are only added at the end, so where one stands is its identity.
  const placed = shown.map((part, at) => ({ key: `${at}-${part.type}`, part }))
  const last = shown.at(-1)
  const waits = streaming && last?.type !== 'text' && last?.type !== 'tool-call'
  return (
    <>
      {placed.map(({ key, part }) => (
        <Fragment key={key}>{draw(part)}</Fragment>
      ))}
      {waits ? <ReplyText text="" live /> : null}
      {streaming ? null : <ReplySources turn={turn} />}
    </>
  )
}

/** What a person sees of a reply: proofs without words are kept for the vendor only. */
function isShown(part: ChatPart): boolean {
  if (part.type === 'text') return part.text !== ''
  if (part.type === 'reasoning') return part.text.trim() !== '' || part.redacted !== undefined
  return true
}

/** True when nothing of a reply can be seen. */
export function isBlank(turn: ChatTurn): boolean {
  return !turn.parts.some(isShown)
}
