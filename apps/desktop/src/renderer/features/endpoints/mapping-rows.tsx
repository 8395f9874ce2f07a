import { Button, KeyValueRows, Notice } from '@patchbay/ui'
import { ArrowRight } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import { findRowFaults, rowsOf, textOf, type MappingRow } from './mapping-text.ts'

export interface MappingRowsProps {
  text: string
  onText: (text: string) => void
  onBlur: () => void
  /** Rows that are half filled are wrong by now. */
  judged: boolean
  /** Goes to the text, which has a fault. */
  onFix: () => void
}

/** The mapping by the row. A text that is not a mapping is left alone, and said to be so. */
export function MappingRows(props: MappingRowsProps): ReactElement {
  const { text, onText, onFix, judged } = props
  const [edited, setEdited] = useState<{ rows: MappingRow[]; text: string }>()
  const parsed = rowsOf(text)
  const rows = edited && edited.text === text ? edited.rows : parsed

  if (!rows) {
    return (
      <Notice
        tone="warn"
        actions={
          <Button size="sm" onClick={onFix}>
            Show the JSON
          </Button>
        }
      >
        The JSON has a mistake, so it cannot be shown as rows. It is kept as you typed it.
      </Notice>
    )
  }
  return (
    <KeyValueRows
      legend="Mapped models"
      hideLegend
      rows={rows}
      onChange={(next) => {
        const nextText = textOf(next)
        setEdited({ rows: next, text: nextText })
        onText(nextText)
      }}
      nameLabel={(number) => `Our model ID ${number}`}
      valueLabel={(number) => `Server’s model ID ${number}`}
      removeLabel={(row, number) => `Remove mapping ${row.name || number}`}
      addLabel="Add mapping"
      namePlaceholder="model here"
      valuePlaceholder="model there"
      joiner={<ArrowRight aria-hidden />}
      errors={findRowFaults(rows, judged)}
      onBlur={props.onBlur}
      empty="No model is renamed: every id is sent as it is."
    />
  )
}
