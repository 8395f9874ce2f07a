import { Disclosure } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import { wordCount } from '../../lib/time-words.ts'
import { wordThought } from './reply-facts.ts'
import { ReplyText } from './reply-text.tsx'

export interface ReasoningProps {
  text: string
  /** How long it thought. */
  ms: number | undefined
  tokens: number | undefined
  /** While it still thinks. */
  live: boolean
}

/** The model's reasoning, folded; drawn only while it is open. */
export function Reasoning({ text, ms, tokens, live }: ReasoningProps): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <Disclosure
      summary={live ? 'Thinking…' : wordThought(ms)}
      hint={
        tokens === undefined ? undefined : (
          <span className="ui-num">{wordCount(tokens, 'token')}</span>
        )
      }
      onOpenChange={setOpen}
    >
      {open ? (
        <div className="ui-soft">
          <ReplyText text={text} live={live} />
        </div>
      ) : null}
    </Disclosure>
  )
}
