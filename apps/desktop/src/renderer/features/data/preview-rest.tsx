import { Badge, Checkbox, Notice, Section } from '@patchbay/ui'
import type { ReactElement, ReactNode } from 'react'
import { wordCount } from '../../lib/time-words.ts'
import { isTicked, withTicks, type Part } from './import-choices.ts'
import { LongList } from './long-list.tsx'
import type { PreviewPartProps } from './preview-endpoints.tsx'

interface Row {
  readonly name: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly badge?: string | undefined
  readonly disabled?: boolean | undefined
}

/** Aliases, modes and official keys of a set-up, and the variables that it refers to. */
export function PreviewRest(props: PreviewPartProps): ReactElement {
  const { preview, ticks, onTicks } = props
  const { aliases, modes, officialKeys, variables } = preview
  const nameOf = new Map(preview.endpoints.map(({ key, name }) => [key, name]))
  const unset = variables.filter((variable) => !variable.isSet)
  return (
    <>
      <Ticked
        {...props}
        part="aliases"
        title="Aliases of the gateway"
        rows={aliases.map(({ name, targets, taken }) => ({
          name,
          label: <code className="ui-code">{name}</code>,
          hint: wordTargets(targets),
          badge: taken ? 'is here already' : undefined,
        }))}
      />
      <Ticked
        {...props}
        part="modes"
        title="Modes"
        rows={modes.map(({ providerId, providerName, endpoint, host, stays }) => ({
          name: providerId,
          label: `${providerName} to ${nameOf.get(endpoint) ?? endpoint}`,
          hint: stays
            ? 'It goes to a custom provider already, and stays as it is.'
            : host === ''
              ? undefined
              : `Its requests then go to ${host}.`,
          disabled: stays,
        }))}
      />
      <Ticked
        {...props}
        part="officialKeys"
        title="Keys of official APIs"
        rows={officialKeys.map(({ providerId, providerName, saved, variable }) => ({
          name: providerId,
          label: providerName,
          hint:
            variable === undefined
              ? undefined
              : `In the variable ${variable}: saved only with “Save the values of variables”.`,
          badge: saved ? 'replaces the saved key' : undefined,
          disabled: variable !== undefined && !ticks.resolveReferences,
        }))}
      />
      {variables.length === 0 ? null : (
        <Checkbox
          checked={ticks.resolveReferences}
          onChange={(event) =>
            onTicks({ ...ticks, resolveReferences: event.currentTarget.checked })
          }
          label="Save the values of variables"
          hint={`${wordCount(variables.length, 'variable')} ${variables.length === 1 ? 'is' : 'are'} referred to. Without this their names are kept, and they are read whenever they are used.`}
        />
      )}
      {unset.length === 0 ? null : (
        <Notice tone="info" title="Not set here:">
          {unset.map(({ name }) => name).join(', ')}. Patchbay sees what was set where it was
          started.
        </Notice>
      )}
    </>
  )
}

function Ticked({
  part,
  title,
  rows,
  ticks,
  onTicks,
}: PreviewPartProps & { part: Part; title: string; rows: readonly Row[] }): ReactElement | null {
  if (rows.length === 0) return null
  return (
    <Section level={3} title={title} hint={String(rows.length)}>
      <LongList
        label={title}
        count={rows.length}
        keyOf={(index) => rows[index]?.name ?? String(index)}
        rowHeight={44}
      >
        {(index) => {
          const row = rows[index]
          if (!row) return null
          return (
            <div className="ui-line px-3 py-2">
              <Checkbox
                className="ui-row-text"
                disabled={row.disabled}
                checked={!row.disabled && isTicked(ticks, part, row.name)}
                onChange={(event) =>
                  onTicks(withTicks(ticks, part, [row.name], event.currentTarget.checked))
                }
                label={row.label}
                hint={row.hint}
              />
              {row.badge === undefined ? null : <Badge tone="warn">{row.badge}</Badge>}
            </div>
          )
        }}
      </LongList>
    </Section>
  )
}

const shownTargets = 3

function wordTargets(targets: readonly string[]): string {
  const shown = targets.slice(0, shownTargets).join(', ')
  const more = targets.length - shownTargets
  return more > 0 ? `${shown} and ${more} more` : shown
}
