/** @file Spec: Anthropic Messages, on any host. */
import { addressAnthropic } from '../addressing/direct.ts'
import { trimAnthropicOperation } from '../addressing/direct-paths.ts'
import { checkAddress } from './check-address.ts'
import { optionalApiKey, readPastedDirect } from './direct-spec.ts'
import type { SpecDefinition } from './spec-definition.ts'

export const anthropic: SpecDefinition = {
  id: 'anthropic',
  label: 'Anthropic',
  purpose: 'For Anthropic and proxies that speak the Messages API.',
  platform: 'direct',
  baseUrl: 'required',
  baseUrlPlaceholder: 'https://api.anthropic.com',
  fields: [],
  credentials: optionalApiKey,
  dialectChoices: [],
  resolveDialect: () => 'anthropic-messages',
  checkFields: (fields) => checkAddress(() => addressAnthropic(fields, { kind: 'list-models' })),
  address: addressAnthropic,
  readPasted: (base) => readPastedDirect(base, trimAnthropicOperation),
  ownPath: /\/v1\/messages(?:\/count_tokens|\/batches)?$/,
}
