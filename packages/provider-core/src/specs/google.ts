/** @file Spec: Google Gemini API, on any host. */
import { addressGoogle } from '../addressing/direct.ts'
import { trimGoogleOperation } from '../addressing/direct-paths.ts'
import { checkAddress } from './check-address.ts'
import { optionalApiKey, readPastedDirect } from './direct-spec.ts'
import type { SpecDefinition } from './spec-definition.ts'

export const google: SpecDefinition = {
  id: 'google',
  label: 'Google',
  purpose: 'For the Gemini API and proxies that speak it.',
  platform: 'direct',
  baseUrl: 'required',
  baseUrlPlaceholder: 'https://generativelanguage.googleapis.com',
  fields: [],
  credentials: optionalApiKey,
  dialectChoices: [],
  resolveDialect: () => 'google-generate',
  checkFields: (fields) => checkAddress(() => addressGoogle(fields, { kind: 'list-models' })),
  address: addressGoogle,
  readPasted: (base) => readPastedDirect(base, trimGoogleOperation),
  ownPath:
    /\/models\/[^/]+:(?:generateContent|streamGenerateContent|countTokens|embedContent|batchEmbedContents)$/,
}
