/** @file Where floating surfaces are drawn: within the main landmark, so that they belong to it. */
import { createContext, use } from 'react'

/** The element floating surfaces go into; null leaves the choice to the nearest dialog or the body. */
export const LayerContext = createContext<HTMLElement | null>(null)

/** The `container` of a portal, to be spread onto it. */
export function useLayer(): { container?: HTMLElement } {
  const layer = use(LayerContext)
  return layer ? { container: layer } : {}
}
