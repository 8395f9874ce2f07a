/** @file Custom providers that this window deletes itself: their forms need not be kept from going. */

const ids = new Set<string>()

export function markRemoved(id: string): void {
  ids.add(id)
}

/** It was not deleted after all, or has been brought back. */
export function unmarkRemoved(id: string): void {
  ids.delete(id)
}

export function isRemovedHere(id: string): boolean {
  return ids.has(id)
}
