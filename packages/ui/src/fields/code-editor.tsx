/** @file A small JSON editor: a real textarea over its own coloured lines, so that keys, undo and screen readers work as in any field. */
import { useMemo, type KeyboardEvent, type ReactElement, type Ref } from 'react'
import { joinClasses } from '../class-names.ts'
import type { ControlAttributes } from './field.tsx'
import { readJsonTokens, splitAtColumn, type CodeToken } from './json-tokens.ts'

export interface CodeEditorProps extends ControlAttributes {
  value: string
  onChange: (value: string) => void
  onBlur?: (() => void) | undefined
  /** The line that is wrong, from 1, and the column in it. */
  fault?: { line: number; column?: number | undefined } | undefined
  placeholder?: string | undefined
  name?: string | undefined
  disabled?: boolean | undefined
  className?: string | undefined
  ref?: Ref<HTMLTextAreaElement> | undefined
}

/** Draws inside `Field`; spread the control's attributes on it. */
export function CodeEditor(props: CodeEditorProps): ReactElement {
  const { value, onChange, fault, className, placeholder, ref, ...area } = props
  const lines = useMemo(() => readLines(value), [value])
  return (
    <div className={joinClasses('ui-editor', area['aria-invalid'] && 'is-invalid', className)}>
      <div className="ui-editor-sheet">
        <ol aria-hidden>
          {lines.map(({ number, tokens }) => (
            <CodeLine
              key={number}
              tokens={tokens}
              bad={fault?.line === number}
              column={fault?.line === number ? fault.column : undefined}
            />
          ))}
        </ol>
        <textarea
          {...area}
          ref={ref}
          value={value}
          placeholder={placeholder}
          wrap="off"
          rows={1}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={keepIndent}
        />
      </div>
    </div>
  )
}

function readLines(text: string): { number: number; tokens: CodeToken[] }[] {
  return text
    .split('\n')
    .map((line, index) => ({ number: index + 1, tokens: readJsonTokens(line) }))
}

interface CodeLineProps {
  tokens: readonly CodeToken[]
  bad: boolean
  column: number | undefined
}

function CodeLine({ tokens, bad, column }: CodeLineProps): ReactElement {
  const parts = column === undefined ? undefined : splitAtColumn(tokens, column)
  return (
    <li className={bad ? 'is-bad' : undefined}>
      <span>
        {parts ? (
          <>
            <Tokens tokens={parts.before} />
            <span className="ui-squiggle">
              <Tokens tokens={[parts.mark]} />
            </span>
            <Tokens tokens={parts.after} />
          </>
        ) : (
          <Tokens tokens={tokens} />
        )}
      </span>
    </li>
  )
}

const CLASSES = {
  key: 'ui-code-key',
  string: 'ui-code-str',
  number: 'ui-code-num',
  plain: undefined,
}

function Tokens({ tokens }: { tokens: readonly CodeToken[] }): ReactElement {
  return (
    <>
      {tokens.map((token) => (
        <span key={token.at} className={CLASSES[token.kind]}>
          {token.text}
        </span>
      ))}
    </>
  )
}

/** Enter begins the next line where this one begins, and deeper after an opening bracket. */
function keepIndent(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
    return
  const box = event.currentTarget
  const before = box.value.slice(0, box.selectionStart)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  event.preventDefault()
  // The only way to insert that the browser's own undo remembers.
  document.execCommand('insertText', false, `\n${indent}${/[{[]\s*$/.test(line) ? '  ' : ''}`)
}
