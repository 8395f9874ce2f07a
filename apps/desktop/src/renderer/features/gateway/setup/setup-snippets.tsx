import { CodeBlock, Notice, TabPanel } from '@patchbay/ui'
import type { ReactElement, ReactNode } from 'react'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import { useRevealGatewayKey } from '../../../lib/resources/gateway.ts'
import { maskedKey } from '../keys/key-words.ts'
import { colourSnippet } from './colour-snippet.tsx'
import type { SetupTool } from './snippet.ts'

export interface SetupSnippetsProps {
  tool: SetupTool
  address: string
  model: string | undefined
  mainKey: GatewayKeySummary | undefined
  /** Chooses the model; stands in the head of the first snippet. */
  picker: ReactNode
}

/** The snippets of one tool. The key is masked; the host is asked for it when one is copied. */
export function SetupSnippets(props: SetupSnippetsProps): ReactElement {
  const { tool, address, model = 'MODEL', mainKey, picker } = props
  const reveal = useRevealGatewayKey()
  const shown = tool.write({ url: address, model, key: maskedKey })

  async function copyText(index: number): Promise<string> {
    const key = mainKey?.saved ? (await reveal.mutateAsync({ id: mainKey.id })).value : maskedKey
    return tool.write({ url: address, model, key })[index]?.text ?? ''
  }

  return (
    <TabPanel value={tool.id}>
      <div className="ui-scroll grid max-h-45 gap-2">
        {shown.map((snippet, index) => {
          const secret = snippet.text.includes(maskedKey) && mainKey?.saved === true
          return (
            <CodeBlock
              key={snippet.caption}
              code={snippet.text}
              label={`${tool.label}: ${snippet.caption}`}
              caption={snippet.caption}
              actions={index === 0 ? picker : undefined}
              copyLabel={secret ? 'Copy with key' : 'Copy'}
              copiedLabel={secret ? 'Copied with the key' : 'Copied'}
              copyText={secret ? () => copyText(index) : snippet.text}
            >
              {colourSnippet(snippet)}
            </CodeBlock>
          )
        })}
        {tool.note === undefined ? null : shown.length === 0 ? (
          <Notice tone="warn">{tool.note}</Notice>
        ) : (
          <p className="ui-hint">{tool.note}</p>
        )}
      </div>
    </TabPanel>
  )
}
