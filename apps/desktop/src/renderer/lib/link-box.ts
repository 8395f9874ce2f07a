/** @file The box "Add from link": any screen may open it. */
import { create } from 'zustand'

interface LinkBox {
  readonly open: boolean
  /** Why a link that was opened elsewhere could not be used. */
  readonly message: string | undefined
}

const useBox = create<LinkBox>(() => ({ open: false, message: undefined }))

export function openLinkBox(message?: string): void {
  useBox.setState({ open: true, message })
}

export function closeLinkBox(): void {
  useBox.setState({ open: false, message: undefined })
}

export function useLinkBox(): LinkBox {
  return useBox()
}
