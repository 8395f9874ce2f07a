import { CircleCheck, CircleMinus, CircleX, Info, TriangleAlert } from 'lucide-react'
import type { ReactElement } from 'react'
import { joinClasses } from '../class-names.ts'
import { Spinner } from './spinner.tsx'
import type { Tone } from './tone.ts'

export type StatusKind = Exclude<Tone, 'neutral'> | 'idle' | 'running'

export interface StatusIconProps {
  status: StatusKind
  /** What the state means; leave it out only where words beside it say so. */
  label?: string | undefined
  className?: string | undefined
}

const ICONS = {
  ok: CircleCheck,
  warn: TriangleAlert,
  error: CircleX,
  info: Info,
  idle: CircleMinus,
}

/** The state of a thing as an icon of its own shape, so that colour is never alone. */
export function StatusIcon({ status, label, className }: StatusIconProps): ReactElement {
  if (status === 'running') return <Spinner label={label} className={className} />
  const Icon = ICONS[status]
  const said = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true as const }
  const tone = status === 'idle' ? undefined : `ui-tone-${status}`
  return <Icon {...said} className={joinClasses('ui-status-icon', tone, className)} />
}
