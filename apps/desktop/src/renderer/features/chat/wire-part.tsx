import { CodeBlock, Disclosure, Section } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { colourCode } from '../../lib/colour-code.tsx'
import { wordCount } from '../../lib/time-words.ts'

export interface WirePartProps {
  title: string
  headers: readonly (readonly [string, string])[]
  body: string | undefined
  /** Said instead of an empty part. */
  emptyText?: string | undefined
}

/** Headers and body of one direction, both to be copied. */
export function WirePart({ title, headers, body, emptyText }: WirePartProps): ReactElement {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
  const shown = body === undefined ? '' : layOut(body)
  return (
    <Section title={title}>
      {emptyText ? <p className="ui-soft">{emptyText}</p> : null}
      {headers.length > 0 ? (
        <Disclosure summary="Headers" hint={wordCount(headers.length, 'header')}>
          <CodeBlock
            code={lines}
            caption="headers"
            label={`${title} headers`}
            copyLabel="Copy"
            copiedLabel="Copied"
            wrap
          />
        </Disclosure>
      ) : null}
      {shown === '' ? null : (
        <CodeBlock
          code={shown}
          caption="body"
          label={`${title} body`}
          copyLabel="Copy"
          copiedLabel="Copied"
          copyText={body}
          wrap
          className="mt-2"
        >
          {colourCode(shown, 'json')}
        </CodeBlock>
      )}
    </Section>
  )
}

/** JSON with line breaks; anything else as it came. */
function layOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
