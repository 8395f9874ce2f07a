/** @file What every vault can do. Values are keyed by owner (an endpoint id) and secret name, never by URL. */
import type { VaultStatus } from '#contract/shapes'

export interface SecretVault {
  get(owner: string, name: string): Promise<string | undefined>
  set(owner: string, name: string, value: string): Promise<void>
  /** Deleting what is not there is fine. */
  delete(owner: string, name: string): Promise<void>
  has(owner: string, name: string): Promise<boolean>
  /** Which store it is and whether it can be used now. Never throws. */
  describe(): Promise<VaultStatus>
}
