import { Caret } from '@patchbay/ui'
import { lazy, Suspense, type ReactElement } from 'react'
import { splitBlocks } from './split-blocks.ts'

const MarkdownBlock = lazy(async () => ({
  default: (await import('./markdown-block.tsx')).MarkdownBlock,
}))

/** Markdown that may still grow. Plain text stands in until the renderer is loaded. */
export function ReplyText({ text, live }: { text: string; live: boolean }): ReactElement {
  return (
    <div className={live ? 'md is-live' : 'md'}>
      {live && text === '' ? (
        <p>
          <Caret />
        </p>
      ) : null}
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        {placeBlocks(text).map((block) => (
          <MarkdownBlock key={block.start} text={block.text} />
        ))}
      </Suspense>
    </div>
  )
}

/** Text only grows at its end, so where a block starts is its identity. */
function placeBlocks(text: string): { start: number; text: string }[] {
  let start = 0
  return splitBlocks(text).map((block) => {
    const placed = { start, text: block }
    start += block.length
    return placed
  })
}
