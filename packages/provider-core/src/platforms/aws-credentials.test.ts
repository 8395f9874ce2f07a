import { beforeEach, describe, expect, test } from 'vitest'
import { endpointSchema, type EndpointFields } from '../model/endpoint.ts'
import type { LoadAwsCredentials, LoadedAwsCredentials } from './aws-credentials.ts'
import { createBedrock } from './bedrock.ts'
import { describeCredentials } from './describe-credentials.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'

const request: UnsignedRequest = {
  method: 'POST',
  url: new URL('https://bedrock-runtime.eu-central-1.amazonaws.com/model/m/converse'),
  headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
  body: new TextEncoder().encode('{}'),
}

let clock: number
let asked: Parameters<LoadAwsCredentials>[0][]
let secrets: string[]
let answer: () => Promise<LoadedAwsCredentials>
let bedrock: Platform

beforeEach(() => {
  clock = Date.parse('2026-11-21T12:00:00Z')
  asked = []
  secrets = []
  answer = () => Promise.resolve(temporary(3600))
  bedrock = createBedrock({
    now: () => new Date(clock),
    loadAwsCredentials: (source) => {
      asked.push(source)
      return answer()
    },
  })
})

function temporary(seconds: number): LoadedAwsCredentials {
  return {
    accessKeyId: `ASIA${asked.length}`,
    secretAccessKey: 'loaded-secret',
    sessionToken: 'loaded-session',
    expiresAt: new Date(clock + seconds * 1000),
  }
}

function context(fields: Partial<EndpointFields>): AuthContext {
  const endpoint = endpointSchema.parse({
    id: 'e1',
    name: 'Frankfurt',
    spec: 'amazon-bedrock',
    region: 'eu-central-1',
    createdAt: '',
    updatedAt: '',
    ...fields,
  })
  return {
    resolved: { endpoint, secrets: {} },
    dialect: 'bedrock-converse',
    send: () => Promise.reject(new Error('nothing is sent')),
    now: () => new Date(clock),
    signal: new AbortController().signal,
    onSecret: (value) => secrets.push(value),
  }
}

const profile = { credentialKind: 'profile', profile: 'work' }
const chain = { credentialKind: 'default-chain' }

async function keyId(auth: AuthContext): Promise<string | undefined> {
  const { headers } = await bedrock.authorize(request, auth)
  return /Credential=([^/]+)\//.exec(headers['authorization'] ?? '')?.[1]
}

describe('keys that the host loads', () => {
  test('are kept until five minutes before their end', async () => {
    expect(await keyId(context(profile))).toBe('ASIA1')
    clock += (3600 - 301) * 1000
    expect(await keyId(context(profile))).toBe('ASIA1')
    clock += 2000
    expect(await keyId(context(profile))).toBe('ASIA2')
    const once = { profile: 'work', chain: false }
    expect(asked).toEqual([once, once])
  })

  test('without an end are read anew after five minutes', async () => {
    answer = () =>
      Promise.resolve({ ...temporary(0), sessionToken: undefined, expiresAt: undefined })
    await keyId(context(profile))
    clock += 299_000
    await keyId(context(profile))
    expect(asked).toHaveLength(1)
    clock += 2000
    await keyId(context(profile))
    expect(asked).toHaveLength(2)
  })

  test('are loaded once for callers at the same time, and belong to their profile', async () => {
    await Promise.all([keyId(context(profile)), keyId(context(profile)), keyId(context(chain))])
    await keyId(context({ ...profile, profile: 'other' }))
    expect(asked).toEqual([
      { profile: 'work', chain: false },
      { chain: true },
      { profile: 'other', chain: false },
    ])
  })

  test('are told to the redactor, session token and all', async () => {
    const { headers } = await bedrock.authorize(request, context(profile))
    expect(headers['x-amz-security-token']).toBe('loaded-session')
    expect(secrets).toEqual(['loaded-secret', 'loaded-session'])
  })

  test("a failure says which profile, in AWS's words, and is not kept", async () => {
    answer = () => Promise.reject(new Error('The SSO session has expired. Run aws sso login.'))
    await expect(keyId(context(profile))).rejects.toMatchObject({
      code: 'credentials',
      message:
        'The AWS profile work gave no credentials: The SSO session has expired. Run aws sso login.',
    })
    await expect(keyId(context(chain))).rejects.toMatchObject({
      message: expect.stringContaining("AWS's default chain gave no credentials"),
    })
    answer = () => Promise.resolve(temporary(3600))
    expect(await keyId(context(profile))).toBe('ASIA3')
  })

  test('a profile without a name, a host without a loader and an unknown kind are refused', async () => {
    await expect(keyId(context({ credentialKind: 'profile' }))).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringContaining('AWS profile'),
    })
    await expect(keyId(context({ credentialKind: 'sso' }))).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringContaining('access-keys, api-key, profile, default-chain'),
    })
    expect(asked).toEqual([])
    bedrock = createBedrock({ now: () => new Date(clock) })
    await expect(keyId(context(chain))).rejects.toMatchObject({ code: 'credentials' })
  })

  test('a profile alone says enough; typed keys go before it', async () => {
    expect(await keyId(context({ profile: 'work' }))).toBe('ASIA1')
    const typed = context({ profile: 'work' })
    const keys = { accessKeyId: 'AKIATYPED', secretAccessKey: 'typed' }
    const resolved = { ...typed.resolved, secrets: keys }
    expect(await keyId({ ...typed, resolved })).toBe('AKIATYPED')
  })
})

test('which kind is chosen decides, not which secrets are there', async () => {
  const auth = context({ credentialKind: 'api-key' })
  const both = { accessKeyId: 'AKIATYPED', secretAccessKey: 'typed', apiKey: 'bedrock-key' }
  const { headers } = await bedrock.authorize(request, {
    ...auth,
    resolved: { ...auth.resolved, secrets: both },
  })
  expect(headers['authorization']).toBe('Bearer bedrock-key')
})

describe('the interfaces', () => {
  test('Mantle has a signing name of its own, the others that of the runtime', async () => {
    const scope = async (fields: Partial<EndpointFields>): Promise<string | undefined> => {
      const { headers } = await bedrock.authorize(request, context({ ...profile, ...fields }))
      return /Credential=[^/]+\/\d+\/([^,]+)/.exec(headers['authorization'] ?? '')?.[1]
    }
    expect(await scope({ bedrockApi: 'mantle' })).toBe('eu-central-1/bedrock-mantle/aws4_request')
    expect(await scope({ bedrockApi: 'openai' })).toBe('eu-central-1/bedrock/aws4_request')
  })

  test('only Invoke has the version in the body and wraps its stream', async () => {
    const body = { model: 'm', stream: true, messages: [] }
    const claude = {
      dialect: 'anthropic-messages',
      stream: true,
      anthropicVersion: undefined,
    } as const
    expect(bedrock.adaptBody(body, { ...claude, bedrockApi: 'anthropic' })).toBe(body)
    expect(bedrock.adaptBody(body, claude)).not.toHaveProperty('model')
    expect(bedrock.framing('anthropic-messages', { bedrockApi: 'mantle' })).toBe('sse')
    const kept = await bedrock.authorize(request, context({ ...profile, bedrockApi: 'anthropic' }))
    expect(kept.headers['anthropic-version']).toBe('2023-06-01')
    const dropped = await bedrock.authorize(request, context(profile))
    expect(dropped.headers).not.toHaveProperty('anthropic-version')
  })
})

describe('where they come from', () => {
  const describeIt = (auth: AuthContext) =>
    describeCredentials(auth.resolved, bedrock, { now: () => new Date(clock) })

  test('is told before and after they were read', async () => {
    expect(describeIt(context(profile))).toEqual({
      source: 'aws-profile',
      kind: 'profile',
      expiry: 'unread',
      detail: 'AWS profile work of this machine; read when a request is sent.',
    })
    await keyId(context(profile))
    expect(describeIt(context(profile))).toEqual({
      source: 'aws-profile',
      kind: 'profile',
      expiry: 'known',
      expiresAt: '2026-11-21T13:00:00.000Z',
      detail: 'AWS profile work of this machine; its keys end at 2026-11-21T13:00:00.000Z.',
    })
    clock += 3_600_000
    expect(describeIt(context(profile)).detail).toMatch(/its keys ended at/)
    expect(describeIt(context(chain)).source).toBe('aws-chain')
  })

  test('a session token without an end is said to end at a time that nobody tells', async () => {
    answer = () => Promise.resolve({ ...temporary(0), expiresAt: undefined })
    await keyId(context(chain))
    expect(describeIt(context(chain)).expiry).toBe('unknown')
    answer = () =>
      Promise.resolve({ ...temporary(0), sessionToken: undefined, expiresAt: undefined })
    await keyId(context(profile))
    expect(describeIt(context(profile)).expiry).toBe('fixed')
  })
})
