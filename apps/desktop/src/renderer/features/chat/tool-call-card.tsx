import { CodeBlock, Spinner, ToolCall } from '@patchbay/ui'
import { Wrench } from 'lucide-react'
import type { ReactElement } from 'react'
import type { PartOf } from '#contract/chat-parts'
import { colourCode } from '../../lib/colour-code.tsx'
import { formatJson } from './format-json.ts'

export interface ToolCallCardProps {
  call: PartOf<'tool-call'>
  /** Of a tool that the vendor ran. */
  result: PartOf<'tool-result'> | undefined
  /** While the reply streams. */
  live: boolean
}

/** A tool call, folded: what was asked of which tool, and what it gave when the vendor ran it. */
export function ToolCallCard({ call, result, live }: ToolCallCardProps): ReactElement {
  const writing = live && !call.ended
  const json = formatJson(call.arguments)
  return (
    <ToolCall
      icon={<Wrench aria-hidden />}
      name={call.name}
      summary={call.arguments.replace(/\s+/g, ' ')}
      end={
        writing ? (
          <>
            <Spinner /> writing
          </>
        ) : (
          <WordState call={call} result={result} live={live} />
        )
      }
    >
      <CodeBlock
        code={json ?? call.arguments}
        caption={json === undefined ? 'Arguments, not valid JSON' : 'Arguments'}
        copyLabel="Copy"
        copiedLabel="Copied"
        wrap
      >
        {json === undefined ? undefined : colourCode(json, 'json')}
      </CodeBlock>
      {result ? <ToolResultBlock result={result} /> : null}
    </ToolCall>
  )
}

function WordState({ call, result, live }: ToolCallCardProps): ReactElement {
  if (result?.isError) return <span className="ui-tone-error">failed</span>
  if (result) return <span>run by the vendor</span>
  if (call.providerRun) return <span>{live ? 'running' : 'run by the vendor'}</span>
  return <span>{call.ended ? 'asked for' : 'cut off'}</span>
}

export interface ToolResultBlockProps {
  result: PartOf<'tool-result'>
  title?: string | undefined
}

/** What a tool gave. */
export function ToolResultBlock(props: ToolResultBlockProps): ReactElement {
  const { result, title = 'Result' } = props
  const json = formatJson(result.text)
  return (
    <CodeBlock
      code={json ?? result.text}
      caption={result.isError ? `${title}, an error` : title}
      copyLabel="Copy"
      copiedLabel="Copied"
      wrap
    >
      {json === undefined ? undefined : colourCode(json, 'json')}
    </CodeBlock>
  )
}
