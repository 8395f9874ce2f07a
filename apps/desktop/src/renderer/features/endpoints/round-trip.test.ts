import fc from 'fast-check'
import {
  authSchemes,
  endpointDraftSchema,
  endpointFieldsSchema,
  endpointSchema,
  fieldSecretNames,
  specIds,
  type EndpointFields,
  type EndpointSummary,
} from '@patchbay/provider-core/model'
import { expect, test } from 'vitest'
import { formValuesOf } from './form-values.ts'
import { toDraft } from './to-draft.ts'

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const names = fc.dictionary(
  word.map((name) => `x-${name}`),
  fc.stringMatching(/^[ -~]{0,12}$/),
  { maxKeys: 3 },
)
// A row whose name says that it is a credential has its value in the vault.
const plain = names.map((rows) =>
  Object.fromEntries(
    Object.entries(rows).filter(([name]) => !/key|token|secret|auth|pass|sig|code/.test(name)),
  ),
)
const pem = fc
  .uint8Array({ maxLength: 100 })
  // One DER sequence, as every certificate is.
  .map((body) => Buffer.from([0x30, body.length, ...body]).toString('base64'))
  .map((body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`)
const path = word.map((name) => `/etc/ssl/${name}.pem`)
const oneOf = (text: string, file: string) =>
  fc.oneof(
    pem.map((value) => ({ [text]: value })),
    path.map((value) => ({ [file]: value })),
    fc.constant({}),
  )

const advanced = fc.record({
  auth: maybe(
    fc.record(
      {
        scheme: fc.constantFrom(...authSchemes),
        headerName: word,
        command: fc.record(
          {
            program: fc.stringMatching(/^\/[a-z][a-z0-9 ./-]{0,18}[a-z]$/),
            args: fc.array(fc.string({ maxLength: 12 }), { maxLength: 3 }),
            ttlSeconds: fc.integer({ min: 1, max: 86_400 }),
            refresh: fc.integer({ min: 0, max: 3600 }),
          },
          { requiredKeys: ['program'] },
        ),
      },
      { requiredKeys: [] },
    ),
  ),
  proxy: maybe(
    fc.record(
      {
        url: word.map((host) => `socks5h://${host}:1080`),
        username: word,
        noProxy: fc.array(word, { maxLength: 3 }),
        fromEnvironment: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  ),
  tls: maybe(
    fc
      .tuple(
        oneOf('caPem', 'caFile'),
        oneOf('clientCertPem', 'clientCertFile'),
        fc.record({ allowSelfSigned: fc.boolean(), serverName: word }, { requiredKeys: [] }),
      )
      .map(([ca, certificate, rest]) => ({ ...ca, ...certificate, ...rest })),
  ),
  retry: maybe(
    fc.record(
      {
        attempts: fc.integer({ min: 1, max: 10 }),
        maxDelayMs: fc.integer({ min: 0, max: 600_000 }),
      },
      { requiredKeys: [] },
    ),
  ),
  compat: maybe(
    fc.record(
      {
        developerRole: fc.boolean(),
        maxTokensField: fc.constantFrom('max_tokens', 'max_completion_tokens'),
        streamOptions: fc.boolean(),
        arrayContent: fc.boolean(),
        reasoningField: fc.constantFrom('reasoning_content', 'reasoning', 'reasoning_details'),
      },
      { requiredKeys: [] },
    ),
  ),
})

const others = fc.record({
  name: word,
  spec: fc.constantFrom(...specIds),
  baseUrl: maybe(word.map((host) => `https://${host}.example/v1`)),
  exactUrl: fc.boolean(),
  allowPlainHttp: fc.boolean(),
  dialect: maybe(fc.constantFrom('openai-chat', 'anthropic-messages')),
  modelMapping: fc.dictionary(word, word, { maxKeys: 3 }),
  headers: plain,
  query: plain,
  extraBody: fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  supportsSystemMessage: fc.boolean(),
  models: fc.uniqueArray(word, { maxLength: 3 }),
  timeouts: fc.record(
    {
      connectMs: fc.integer({ min: 100, max: 600_000 }),
      firstByteMs: fc.integer({ min: 100, max: 3_600_000 }),
    },
    { requiredKeys: [] },
  ),
  anthropicVersion: maybe(word),
  resourceName: maybe(word),
  apiVersion: maybe(word),
  region: maybe(word),
  profile: maybe(word),
  projectId: maybe(word),
  location: maybe(word),
  tenantId: maybe(word),
  clientId: maybe(word),
  authority: maybe(word),
  tokenScope: maybe(word),
  bedrockApi: maybe(fc.constantFrom('native', 'mantle')),
  fips: maybe(fc.boolean()),
  handler: maybe(
    fc.record({
      file: word.map((name) => `/home/ada/${name}.ts`),
      network: fc.oneof(
        fc.constant('any' as const),
        fc.array(fc.constantFrom('api.example.com', '*.example.com:8443', '[::1]:8000'), {
          maxLength: 3,
        }),
      ),
    }),
  ),
})

const summaries = fc
  .tuple(
    others,
    advanced,
    fc.subarray([...fieldSecretNames, 'header:x-api-key', 'query:sig', 'handler:tenant'] as const),
  )
  .map(([fields, more, savedSecrets]): EndpointSummary => ({
    ...endpointSchema.parse({
      ...fields,
      ...more,
      id: 'e',
      savedSecrets,
      createdAt: '',
      updatedAt: '',
    }),
    host: 'h',
    usedBy: [],
    usedByAliases: [],
  }))

/** Fields as requests see them: a group that only says what holds anyhow says nothing. */
function meaningOf(fields: EndpointFields): object {
  const {
    auth,
    proxy,
    tls,
    retry,
    compat,
    timeouts,
    fips,
    credentialKind: _kind,
    ...rest
  } = endpointFieldsSchema.parse(fields)
  const groups = { auth, proxy, tls, retry, compat }
  const told = Object.entries(groups).filter(([, group]) => !isUsual(group))
  const limits = { connectMs: 10_000, firstByteMs: 300_000, idleMs: 300_000, ...timeouts }
  return { ...rest, ...Object.fromEntries(told), limits, fips: fips ?? false }
}

const usual: Readonly<Record<string, unknown>> = {
  scheme: 'default',
  fromEnvironment: false,
  allowSelfSigned: false,
  attempts: 1,
  maxDelayMs: 10_000,
}

function isUsual(group: object | undefined): boolean {
  return Object.entries(group ?? {}).every(
    ([name, value]) =>
      value === undefined || value === usual[name] || (Array.isArray(value) && value.length === 0),
  )
}

test('what is saved comes through the form as it was, whatever it is', () => {
  fc.assert(
    fc.property(summaries, (summary) => {
      const { draft, issues } = toDraft(formValuesOf(summary), summary.savedSecrets)
      expect(issues).toEqual([])
      const parsed = endpointDraftSchema.parse(draft)
      expect(meaningOf(parsed)).toEqual(meaningOf(summary))
      const changed = Object.entries(parsed.secrets).filter(([, one]) => one?.state === 'set')
      expect(changed).toEqual([])
    }),
    { numRuns: 300 },
  )
})
