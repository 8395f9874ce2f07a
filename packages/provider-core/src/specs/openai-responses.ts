/** @file Spec: OpenAI Responses, on any host. */
import { addressOpenai } from '../addressing/direct.ts'
import { trimOpenaiOperation } from '../addressing/direct-paths.ts'
import { checkAddress } from './check-address.ts'
import { optionalApiKey, readPastedDirect } from './direct-spec.ts'
import type { SpecDefinition } from './spec-definition.ts'

export const openaiResponses: SpecDefinition = {
  id: 'openai-responses',
  label: 'OpenAI (Responses)',
  purpose: 'For OpenAI itself and servers that speak the Responses API.',
  platform: 'direct',
  baseUrl: 'required',
  baseUrlPlaceholder: 'https://api.openai.com/v1',
  fields: [],
  credentials: optionalApiKey,
  dialectChoices: [],
  resolveDialect: () => 'openai-responses',
  checkFields: (fields) => checkAddress(() => addressOpenai(fields, { kind: 'list-models' })),
  address: addressOpenai,
  readPasted: (base) => readPastedDirect(base, trimOpenaiOperation),
  ownPath: /\/responses$/,
}
