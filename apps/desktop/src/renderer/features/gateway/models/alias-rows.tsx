import { Button, Combobox, IconButton, TextField } from '@patchbay/ui'
import { Plus, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { createRow, type AliasIssues, type AliasRow } from './alias-form.ts'
import type { Places } from './use-places.ts'

export interface AliasRowsProps {
  legend: string
  hint: string
  field: 'targets' | 'fallbacks'
  rows: readonly AliasRow[]
  places: Places
  issues: AliasIssues
  addLabel: string
  /** Rows that must stay. */
  atLeast: number
  onChange: (rows: readonly AliasRow[]) => void
}

/** Models with where each is sent, and a weight where there are several targets. */
export function AliasRows(props: AliasRowsProps): ReactElement {
  const { legend, hint, field, rows, places, issues, addLabel, atLeast, onChange } = props
  const weighed = field === 'targets' && rows.length > 1
  const change = (key: number, changes: Partial<AliasRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...changes } : row)))
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <legend className="ui-label mb-1">{legend}</legend>
      <p className="ui-hint">{hint}</p>
      {rows.map((row, index) => {
        const name = `${legend} ${index + 1}`
        const error = issues[`${field}.${index}`]
        return (
          <div key={row.key} role="group" aria-label={name} className="flex items-start gap-2">
            <Combobox
              className="flex-1"
              label={`${name}: sent to`}
              hideLabel
              value={row.place}
              options={
                row.place === null || places.options.some((one) => one.value === row.place)
                  ? places.options
                  : [
                      { value: row.place, label: places.nameOf(row.place), tone: 'error' },
                      ...places.options,
                    ]
              }
              placeholder="Choose where"
              error={row.place === null ? error : undefined}
              emptyText="Nothing has these words."
              onChange={(place) => change(row.key, { place })}
            />
            <Combobox
              className="flex-1"
              label={`${name}: model`}
              hideLabel
              mono
              freeText
              value={row.modelId}
              options={places.models.get(row.place ?? '') ?? []}
              placeholder="Model id"
              error={row.place === null ? undefined : error}
              emptyText="Type an id."
              moreText="More match. Type further."
              onChange={(modelId) => change(row.key, { modelId })}
            />
            {weighed ? (
              <TextField
                className="w-20"
                label={`${name}: weight`}
                hideLabel
                inputMode="decimal"
                prefix={<span className="ui-hint">×</span>}
                value={row.weight}
                error={issues[`${field}.${index}.weight`]}
                onChange={(event) => change(row.key, { weight: event.currentTarget.value })}
              />
            ) : null}
            {rows.length > atLeast ? (
              <IconButton
                size="sm"
                icon={<X />}
                label={`Remove ${name.toLowerCase()}`}
                onClick={() => onChange(rows.filter((one) => one.key !== row.key))}
              />
            ) : null}
          </div>
        )
      })}
      <div>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus aria-hidden />}
          onClick={() => onChange([...rows, createRow(rows.at(-1)?.place ?? null)])}
        >
          {addLabel}
        </Button>
      </div>
    </fieldset>
  )
}
