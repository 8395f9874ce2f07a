import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { endpointSchema } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import { getSpec } from '../specs/registry.ts'
import { createBedrock } from './bedrock.ts'
import type { AuthContext, UnsignedRequest } from './platform.ts'

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY' }
const date = new Date('2026-11-21T12:00:00.000Z')

const bedrock = createBedrock({ now: () => date })

const endpoint = endpointSchema.parse({
  id: 'e1',
  name: 'Frankfurt',
  spec: 'amazon-bedrock',
  region: 'eu-central-1',
  createdAt: '',
  updatedAt: '',
})

function context(secrets: SecretValues): AuthContext {
  return {
    resolved: { endpoint, secrets },
    dialect: 'bedrock-converse',
    send: () => Promise.reject(new Error('nothing is sent')),
    now: () => date,
    signal: new AbortController().signal,
    onSecret: () => undefined,
  }
}

function compose(modelId: string, query: Record<string, string> = {}): UnsignedRequest {
  const address = getSpec('amazon-bedrock').address(
    { ...endpoint, query },
    { kind: 'chat', dialect: 'bedrock-converse', modelId, stream: true },
  )
  return {
    method: 'POST',
    url: new URL(address?.url ?? ''),
    headers: { 'content-type': 'application/json', 'user-agent': 'patchbay', 'x-team': 'a' },
    body: new TextEncoder().encode('{"messages":[]}'),
  }
}

/** The signature by AWS's library, from nothing but what a server sees. */
async function recompute(
  sent: UnsignedRequest,
  sessionToken?: string,
): Promise<string | undefined> {
  const wire = new Request(sent.url, {
    method: sent.method,
    headers: sent.headers,
    body: '{"messages":[]}',
  })
  const url = new URL(wire.url)
  const signedNames =
    /SignedHeaders=([^,]+)/.exec(sent.headers['authorization'] ?? '')?.[1]?.split(';') ?? []
  const signer = new SignatureV4({
    credentials: { ...keys, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region: 'eu-central-1',
    service: 'bedrock',
    sha256: Sha256,
  })
  const signed = await signer.sign(
    new HttpRequest({
      method: wire.method,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(
        signedNames.map((name) => [
          name,
          name === 'host' ? url.host : (wire.headers.get(name) ?? ''),
        ]),
      ),
      body: await wire.text(),
    }),
    { signingDate: date },
  )
  return signed.headers['authorization']
}

describe('SigV4', () => {
  test.each([
    'amazon.nova-pro-v1:0',
    'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-v1:0',
    'modèle-ü-模型',
    "it's*(odd)!~",
    'my model / with spaces',
    'arn:aws:sagemaker:eu-central-1:123456789012:endpoint/own model',
  ])('the signature of %s is the one that AWS computes', async (modelId) => {
    const sent = await bedrock.authorize(compose(modelId, { 'a b': 'c/d', z: '1' }), context(keys))
    expect(sent.headers['authorization']).toBe(await recompute(sent))
    expect(sent.headers['authorization']).toContain('/20261121/eu-central-1/bedrock/aws4_request')
  })

  test.each([
    'amazon.nova-pro-v1:0',
    'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-v1:0',
    'modèle-ü-模型 / a b',
  ])("the host and path for %s are those that AWS's own client calls", async (modelId) => {
    const client = new BedrockRuntimeClient({ region: 'eu-central-1', credentials: keys })
    let theirs: HttpRequest | undefined
    client.middlewareStack.add(
      () => (args) => {
        theirs = HttpRequest.isInstance(args.request) ? args.request : undefined
        return Promise.reject(new Error('captured'))
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    await client.send(new ConverseStreamCommand({ modelId, messages: [] })).catch(() => undefined)
    client.destroy()
    const ours = await bedrock.authorize(compose(modelId), context(keys))
    expect(ours.url.hostname).toBe(theirs?.hostname)
    expect(ours.url.pathname).toBe(theirs?.path)
  })

  test('the path is encoded once on the wire and once more under the signature', async () => {
    const sent = await bedrock.authorize(compose('amazon.nova-pro-v1:0'), context(keys))
    const canonical = [
      'POST',
      '/model/amazon.nova-pro-v1%253A0/converse-stream',
      '',
      'content-type:application/json',
      'host:bedrock-runtime.eu-central-1.amazonaws.com',
      `x-amz-content-sha256:${sha256('{"messages":[]}')}`,
      'x-amz-date:20261121T120000Z',
      '',
      'content-type;host;x-amz-content-sha256;x-amz-date',
      sha256('{"messages":[]}'),
    ].join('\n')
    const scope = '20261121/eu-central-1/bedrock/aws4_request'
    const toSign = ['AWS4-HMAC-SHA256', '20261121T120000Z', scope, sha256(canonical)].join('\n')
    let key: Buffer = Buffer.from(`AWS4${keys.secretAccessKey}`)
    for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest()
    const signature = createHmac('sha256', key).update(toSign).digest('hex')
    expect(sent.headers['authorization']).toContain(`Signature=${signature}`)
  })

  test('a session token is sent and signed', async () => {
    const secrets = { ...keys, sessionToken: 'token==' }
    const sent = await bedrock.authorize(compose('m.x'), context(secrets))
    expect(sent.headers['x-amz-security-token']).toBe('token==')
    expect(sent.headers['authorization']).toContain('x-amz-security-token')
    expect(sent.headers['authorization']).toBe(await recompute(sent, 'token=='))
  })

  test('headers that proxies change are sent but not signed', async () => {
    const sent = await bedrock.authorize(compose('m.x'), context(keys))
    expect(sent.headers).toMatchObject({ 'user-agent': 'patchbay', 'x-team': 'a' })
    expect(sent.headers['authorization']).not.toMatch(/x-team|user-agent/)
    expect(sent.headers).not.toHaveProperty('host')
  })
})

describe('other credentials', () => {
  test('an API key goes as Bearer; access keys go before it', async () => {
    const bearer = await bedrock.authorize(compose('m.x'), context({ apiKey: 'k' }))
    expect(bearer.headers['authorization']).toBe('Bearer k')
    const both = await bedrock.authorize(compose('m.x'), context({ ...keys, apiKey: 'k' }))
    expect(both.headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 /)
  })

  test("a user's own Authorization is left alone; a gateway's x-api-key rides along", async () => {
    const own = compose('m.x')
    const authorized = { ...own, headers: { ...own.headers, authorization: 'Bearer mine' } }
    expect((await bedrock.authorize(authorized, context(keys))).headers['authorization']).toBe(
      'Bearer mine',
    )
    const gateway = { ...own, headers: { ...own.headers, 'x-api-key': 'g' } }
    expect((await bedrock.authorize(gateway, context({}))).headers).not.toHaveProperty(
      'authorization',
    )
    const signed = await bedrock.authorize(gateway, context(keys))
    expect(signed.headers).toMatchObject({
      'x-api-key': 'g',
      authorization: expect.stringMatching(/^AWS4/),
    })
  })

  test.each<[secrets: SecretValues, words: RegExp]>([
    [{}, /access key ID and secret access key and no API key/],
    [{ accessKeyId: 'AKIA1' }, /no secret access key/],
    [{ secretAccessKey: 's3cret-value' }, /no access key ID/],
    [{ accessKeyId: 'ASIA1', secretAccessKey: 's3cret-value' }, /session token/],
  ])('what is missing is named (%#)', async (secrets, words) => {
    const refused = bedrock.authorize(compose('m.x'), context(secrets))
    await expect(refused).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringMatching(words),
    })
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('s3cret') })
  })

  test("the format's version header stays out, one that the user set stays", async () => {
    const request = compose('anthropic.x')
    const versioned = {
      ...request,
      headers: { ...request.headers, 'anthropic-version': '2023-06-01' },
    }
    expect((await bedrock.authorize(versioned, context(keys))).headers).not.toHaveProperty(
      'anthropic-version',
    )
    const own = context(keys)
    const kept = {
      ...own,
      resolved: {
        ...own.resolved,
        endpoint: { ...endpoint, headers: { 'Anthropic-Version': 'x' } },
      },
    }
    expect((await bedrock.authorize(versioned, kept)).headers).toHaveProperty('anthropic-version')
  })
})

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
