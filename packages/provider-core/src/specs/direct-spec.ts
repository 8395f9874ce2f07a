/** @file What the four specs on plain hosts share: one optional API key, one fixed wire format. */
import type { TrimmedPath } from '../addressing/direct-paths.ts'
import { withoutQueryNames } from '../addressing/compose-address.ts'
import { decodeSegment } from '../addressing/encode-model-id.ts'
import type { BaseUrl } from '../addressing/parse-base-url.ts'
import type { CredentialKind, PastedOperation } from './spec-definition.ts'

/** Self-hosted servers may need no key, so it is not required. */
export const optionalApiKey: readonly CredentialKind[] = [
  {
    id: 'api-key',
    label: 'API key',
    secrets: [
      {
        name: 'apiKey',
        label: 'API key',
        required: false,
        hint: 'Leave empty if the server needs none.',
      },
    ],
  },
]

/** A pasted URL of a format whose operation stands at the end of the path. */
export function readPastedDirect(
  base: BaseUrl,
  trim: (path: string) => TrimmedPath,
): PastedOperation | undefined {
  const trimmed = trim(base.path)
  if (trimmed.cut === '') return undefined
  const pasted = {
    path: trimmed.path,
    query: withoutQueryNames(base.query, (name) => name === 'alt'),
    base: true,
    cut: trimmed.cut,
    changes: {},
  }
  if (trimmed.model === undefined) return { ...pasted, found: [] }
  const modelId = decodeSegment(trimmed.model)
  return { ...pasted, modelId, found: [`model ${modelId}`] }
}
