/** @file Spec: the user's own code in place of a server. Requests have the OpenAI chat format. */
import { addressHandler } from '../addressing/handler.ts'
import { checkAddress } from './check-address.ts'
import type { SpecDefinition } from './spec-definition.ts'

export const customHandler: SpecDefinition = {
  id: 'custom-handler',
  label: 'Custom handler',
  purpose: 'For anything else: your own JavaScript or TypeScript answers.',
  platform: 'handler',
  baseUrl: 'fallback',
  baseUrlPlaceholder: 'https://host.example, if your code calls one',
  fields: [],
  credentials: [
    {
      id: 'api-key',
      label: 'API key',
      secrets: [
        {
          name: 'apiKey',
          label: 'API key',
          required: false,
          hint: 'Your code gets it as api_key. Leave empty if it needs none.',
        },
      ],
    },
  ],
  dialectChoices: [],
  resolveDialect: () => 'openai-chat',
  checkFields: (fields) =>
    checkAddress(() =>
      addressHandler(fields, {
        kind: 'chat',
        dialect: 'openai-chat',
        modelId: 'model',
        stream: false,
      }),
    ),
  address: addressHandler,
  readPasted: () => undefined,
  // No URL is a handler's.
  ownPath: /(?!)/,
}
