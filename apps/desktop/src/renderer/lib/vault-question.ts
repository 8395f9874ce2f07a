/** @file Whether the window asks about the vault now. */
import { create } from 'zustand'

/** `auto` until the person closed the question once; then it opens only when asked for. */
const useQuestion = create<{ readonly wish: 'auto' | 'open' | 'closed' }>(() => ({ wish: 'auto' }))

export function useVaultQuestion() {
  return useQuestion((state) => state.wish)
}

/** Opens the question about the vault, such as when a key is to be saved and has no place. */
export function askAboutVault(): void {
  useQuestion.setState({ wish: 'open' })
}

export function closeVaultQuestion(): void {
  useQuestion.setState({ wish: 'closed' })
}
