/** @file What the ways to authenticate are called. */
import type { AuthScheme } from '@patchbay/provider-core/model'

export const schemeLabels: Record<AuthScheme, string> = {
  default: 'As the provider type does',
  none: 'None',
  bearer: 'Authorization: Bearer',
  'x-api-key': 'x-api-key',
  'api-key': 'api-key',
  header: 'Own header',
  command: 'Command that prints a token',
}
