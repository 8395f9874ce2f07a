/** @file The JSON that `endpoint add` and `endpoint update` read: our fields plus secrets as plain strings. */
import { z } from 'zod'
import { ProviderError } from '@patchbay/provider-core'
import {
  compatSchema,
  endpointDraftSchema,
  endpointFieldsSchema,
  environmentSchema,
  handlerSchema,
  secretNameSchema,
  specIdSchema,
  timeoutsSchema,
  wordIssue,
  type Endpoint,
  type EndpointDraft,
} from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'

const secretsSchema = z.partialRecord(secretNameSchema, z.string().nullable())
const inputSchema = z.looseObject({ secrets: secretsSchema.default({}) })

/**
 * Text of one JSON object → draft. With `before` (update), what is not given stays as it is; a secret of
 * `null` is removed. Throws `ProviderError('invalid-request')` naming the field.
 */
export function parseEndpointInput(text: string, before?: Endpoint): EndpointDraft {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid(
      'Standard input is not JSON. Give one object, such as {"name": "…", "spec": "…", "baseUrl": "…"}.',
    )
  }
  const input = check(inputSchema, value)
  const { secrets, ...fields } = input
  const known = Object.keys(endpointFieldsSchema.omit({ embedded: true }).shape)
  const unknown = [
    ...Object.keys(fields).filter((name) => !known.includes(name)),
    ...listUnknown('compat', compatSchema.shape, fields['compat']),
    ...listUnknown('timeouts', timeoutsSchema.shape, fields['timeouts']),
    ...listUnknown('environment', environmentSchema.shape, fields['environment']),
    ...listUnknown('handler', handlerSchema.shape, fields['handler']),
  ]
  if (unknown.length > 0)
    throw invalid(`Unknown field ${unknown.join(', ')}. Known are ${known.join(', ')} and secrets.`)
  checkCredentialKind(fields, before)
  const draft = { ...(before ? endpointFieldsSchema.parse(before) : {}), ...fields }
  return check(endpointDraftSchema, {
    ...draft,
    secrets: Object.fromEntries(
      Object.entries(secrets).map(([name, secret]) => [
        name,
        secret === null || secret === '' ? { state: 'removed' } : { state: 'set', value: secret },
      ]),
    ),
  })
}

/** A spec with a single kind does not read the field, so nothing later would tell. */
function checkCredentialKind(fields: Record<string, unknown>, before: Endpoint | undefined): void {
  const kind = fields['credentialKind']
  const spec = specIdSchema.safeParse(fields['spec'] ?? before?.spec)
  if (typeof kind !== 'string' || kind === '' || !spec.success) return
  const known = getSpec(spec.data).credentials.map(({ id }) => id)
  if (known.includes(kind)) return
  throw invalid(
    `credentialKind: "${kind}" is not known. ${spec.data} has ${known.length === 0 ? 'none' : known.join(', ')}.`,
  )
}

/** A field that is left out in silence is a setting that its user believes in. */
function listUnknown(group: string, shape: object, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const names = Object.keys(value).filter((name) => !Object.hasOwn(shape, name))
  return names.map((name) => `${group}.${name}`)
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues
      .map((issue) => `${issue.path.join('.') || 'the object'}: ${wordIssue(issue)}`)
      .join(' '),
  )
}

function invalid(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message })
}
