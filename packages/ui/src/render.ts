/** @file Lets a styled part be another element, such as a router's link. */
import { useRender } from '@base-ui/react/use-render'
import type { ReactElement } from 'react'

/** Props of a part that may be drawn as another element. */
export type Renderable<Props> = Props & {
  /** The element to draw instead, such as `<Link href="/chat" />`; its own props win. */
  render?: ReactElement | undefined
}

/**
 * Draws a part as `render` when that is given, else as the tag.
 *
 * @param tag the tag to draw by default
 * @param render the element to draw instead
 * @param props what either gets; class names and event handlers are merged
 */
export function useElement(
  tag: 'a' | 'button' | 'div',
  render: ReactElement | undefined,
  props: Record<string, unknown>,
): ReactElement {
  return useRender({ defaultTagName: tag, render, props })
}
