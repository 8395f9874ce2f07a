import { Badge, Button, Section } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import { ModelsDialog } from './models-dialog.tsx'

const shownNew = 5

/** Models that the endpoint lists and the form does not keep yet. */
export function CheckModels(props: {
  listed: readonly string[]
  kept: readonly string[]
  onAdd: (models: string[]) => void
}): ReactElement | null {
  const { listed, kept, onAdd } = props
  const [open, setOpen] = useState(false)
  const fresh = listed.filter((id) => !kept.includes(id))
  const gone = kept.filter((id) => !listed.includes(id))
  if (listed.length === 0) return null
  return (
    <Section level={3} title="Listed models" hint={`${fresh.length} new, ${gone.length} gone`}>
      {fresh.length > 0 ? (
        <ul className="mb-3 grid gap-1">
          {fresh.slice(0, shownNew).map((id) => (
            <li key={id} className="flex min-w-0 items-center gap-2">
              <Badge tone="ok">new</Badge>
              <code className="ui-cut">{id}</code>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="ui-line">
        {fresh.length > 0 && fresh.length <= shownNew ? (
          <Button size="sm" onClick={() => onAdd([...kept, ...fresh])}>
            {fresh.length === 1 ? 'Add it' : `Add all ${fresh.length}`}
          </Button>
        ) : null}
        <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
          See all {listed.length}
        </Button>
      </div>
      {open ? (
        <ModelsDialog kept={kept} listed={listed} onApply={onAdd} onClose={() => setOpen(false)} />
      ) : null}
    </Section>
  )
}
