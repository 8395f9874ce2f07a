import type { ReactElement } from 'react'

/** Stands in a table for rows that are not drawn. */
export function RoomRow({ height }: { height: number }): ReactElement | null {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null
}
