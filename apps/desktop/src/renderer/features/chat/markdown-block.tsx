/** @file Markdown to elements: no raw HTML, nothing fetched from the network. A chunk of its own. */
import { CodeBlock, PaneScroll } from '@patchbay/ui'
import { memo, type ReactElement, type ReactNode } from 'react'
import Markdown, { type Components, type ExtraProps } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { colourCode } from '../../lib/colour-code.tsx'

const plugins = [remarkGfm]

type ElementNode = NonNullable<ExtraProps['node']>

function textOf(node: ElementNode): string {
  return node.children
    .map((child) => {
      if (child.type === 'text') return child.value
      return child.type === 'element' ? textOf(child) : ''
    })
    .join('')
}

function languageOf(code: ElementNode | undefined): string | undefined {
  const classes = code?.properties['className']
  const found = Array.isArray(classes)
    ? classes.find((one) => typeof one === 'string' && one.startsWith('language-'))
    : undefined
  return typeof found === 'string' ? found.slice('language-'.length) : undefined
}

function ExternalLink({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  // Addresses that are not for the web were emptied by the renderer; footnotes stay in the page.
  if (!href || href.startsWith('#')) return <span>{children}</span>
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}

const components: Components = {
  a: ({ href, children }) => <ExternalLink href={href}>{children}</ExternalLink>,
  img: ({ src, alt }) => (
    <ExternalLink href={typeof src === 'string' ? src : undefined}>
      {alt || 'Image'} (image, not loaded)
    </ExternalLink>
  ),
  pre: ({ node }) => {
    const code = node?.children.find((child) => child.type === 'element')
    const text = (code ? textOf(code) : '').replace(/\n$/, '')
    const language = languageOf(code)
    return (
      <CodeBlock code={text} caption={language ?? 'text'} copyLabel="Copy" copiedLabel="Copied">
        {colourCode(text, language)}
      </CodeBlock>
    )
  },
  // A head without words is no head to a screen reader.
  th: ({ node, children }) =>
    node && textOf(node).trim() !== '' ? <th scope="col">{children}</th> : <td>{children}</td>,
  table: ({ children }) => (
    <PaneScroll padding="none" tabIndex={0} role="group" aria-label="Table">
      <table>{children}</table>
    </PaneScroll>
  ),
}

/** One block, drawn again only when its text changed. */
export const MarkdownBlock = memo(function MarkdownBlock({ text }: { text: string }): ReactElement {
  return (
    <Markdown remarkPlugins={plugins} components={components}>
      {text}
    </Markdown>
  )
})
