/** @file Which key the overview shows, and whom a key serves. */
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { GatewayKeySummary } from '#contract/gateway-shapes'

/** What stands for a key that is not shown. */
export const maskedKey = 'pbk-••••••••••••••••'

/** The key that set-ups use: the first that works for every model, else the first that works. */
export function chooseMainKey(keys: readonly GatewayKeySummary[]): GatewayKeySummary | undefined {
  const saved = keys.filter((key) => key.saved)
  return saved.find((key) => key.models === undefined) ?? saved[0] ?? keys[0]
}

/** The tools that used a key lately, the last one first. */
export function toolsOfKey(requests: readonly GatewayRequest[], keyId: string): string[] {
  const tools = requests.filter((one) => one.keyId === keyId).map((one) => one.from)
  return [...new Set(tools)].slice(0, 5)
}

/**
 * What stops working with a key, in one sentence.
 *
 * @param tools those seen with it lately
 */
export function wordLoss(tools: readonly string[], used: boolean): string {
  if (tools.length > 0) {
    const names = new Intl.ListFormat('en').format(tools)
    return `${names} used it lately and will be refused`
  }
  return used ? 'Every tool that has it will be refused' : 'No tool has used it yet'
}
