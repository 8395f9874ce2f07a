import type { GatewayStatus } from '#contract/gateway-shapes'

/** Where the gateway answers, or will once it is started. */
export function addressOf(status: Pick<GatewayStatus, 'url' | 'settings'>): string {
  return status.url ?? `http://127.0.0.1:${status.settings.port}`
}
