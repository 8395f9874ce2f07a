/** @file What the window remembers of this screen while it is open: the part in sight and the set-up chosen. */
import { create } from 'zustand'

export type GatewayTab = 'overview' | 'models' | 'keys' | 'usage' | 'settings'

interface GatewayView {
  readonly tab: GatewayTab
  readonly toolId: string
  /** The name that set-ups are written for; the first that works until one is chosen. */
  readonly model: string | undefined
}

export const useGatewayView = create<GatewayView>(() => ({
  tab: 'overview',
  toolId: 'claude-code',
  model: undefined,
}))

export function changeGatewayView(change: Partial<GatewayView>): void {
  useGatewayView.setState(change)
}
