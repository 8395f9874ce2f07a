/** @file Recomputes a request's SigV4 signature with AWS's own library and says what differs. */
import { createHash } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { RefusedRequest } from '../server/refusal.ts'
import type { SeenRequest } from '../server/seen-request.ts'

export interface SignatureRules {
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  region: string
  service: string
}

interface Authorization {
  accessKeyId: string
  date: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
}

const clockSkewMs = 5 * 60 * 1000

/** @throws RefusedRequest that names the part of the signature which is wrong. */
export async function checkSignature(request: SeenRequest, rules: SignatureRules): Promise<void> {
  const authorization = parseAuthorization(request)
  const signedAt = parseDate(request)
  checkScope(request, authorization, rules)
  checkSignedHeaders(request, authorization.signedHeaders, rules)
  checkPayloadHash(request)
  const expected = await computeAuthorization(request, authorization.signedHeaders, signedAt, rules)
  if (expected === request.headers['authorization']) return
  throw refuseSignature(
    `the signature does not match; expected one made with the configured secret over: ${request.method}, path ${request.path} with its percent signs encoded again, query \`${request.query}\`, headers ${authorization.signedHeaders.join(';')}, and the body's SHA-256`,
  )
}

function refuseSignature(message: string): RefusedRequest {
  return new RefusedRequest('signature', 403, message)
}

function parseAuthorization(request: SeenRequest): Authorization {
  const value = request.headers['authorization']
  if (value === undefined)
    throw refuseSignature('expected header `authorization` with a SigV4 signature, it is missing')
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      value,
    )
  if (match === null) {
    throw refuseSignature(
      'expected `authorization: AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request, SignedHeaders=…, Signature=…`',
    )
  }
  const [, accessKeyId = '', date = '', region = '', service = '', signed = '', signature = ''] =
    match
  return { accessKeyId, date, region, service, signedHeaders: signed.split(';'), signature }
}

function parseDate(request: SeenRequest): Date {
  const value = request.headers['x-amz-date'] ?? ''
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value)
  if (match === null) throw refuseSignature('expected header `x-amz-date` as YYYYMMDDTHHMMSSZ')
  const [, year, month, day, hour, minute, second] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Math.abs(Date.now() - date.getTime()) > clockSkewMs) {
    throw refuseSignature(`signature expired: \`x-amz-date\` ${value} is more than 5 minutes off`)
  }
  return date
}

function checkScope(request: SeenRequest, actual: Authorization, rules: SignatureRules): void {
  if (actual.accessKeyId !== rules.credentials.accessKeyId) {
    throw refuseSignature('the access key id in Credential is not the configured one')
  }
  if (actual.region !== rules.region) {
    throw refuseSignature(
      `expected the signing region \`${rules.region}\`, got \`${actual.region}\``,
    )
  }
  if (actual.service !== rules.service) {
    throw refuseSignature(
      `expected the signing service \`${rules.service}\`, got \`${actual.service}\``,
    )
  }
  if (!request.headers['x-amz-date']?.startsWith(actual.date)) {
    throw refuseSignature('the date in Credential is not the day of `x-amz-date`')
  }
}

function checkSignedHeaders(request: SeenRequest, signed: string[], rules: SignatureRules): void {
  const token = rules.credentials.sessionToken
  const sent = request.headers['x-amz-security-token']
  if (sent !== token) {
    throw refuseSignature(
      token === undefined
        ? 'header `x-amz-security-token` must not be sent: the credentials have no session token'
        : `header \`x-amz-security-token\` must hold the configured session token, ${sent === undefined ? 'it is missing' : 'got another value'}`,
    )
  }
  const amz = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))
  const missing = ['host', ...amz].find((name) => !signed.includes(name))
  if (missing !== undefined) throw refuseSignature(`header \`${missing}\` must be signed`)
  const absent = signed.find((name) => !(name in request.headers))
  if (absent !== undefined) throw refuseSignature(`signed header \`${absent}\` was not sent`)
}

function checkPayloadHash(request: SeenRequest): void {
  const sent = request.headers['x-amz-content-sha256']
  const actual = createHash('sha256').update(request.bodyBytes).digest('hex')
  if (sent !== undefined && sent !== actual) {
    throw refuseSignature('`x-amz-content-sha256` is not the SHA-256 of the body')
  }
}

async function computeAuthorization(
  request: SeenRequest,
  signedHeaders: string[],
  signingDate: Date,
  { credentials, region, service }: SignatureRules,
): Promise<string | undefined> {
  const signer = new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256,
    applyChecksum: signedHeaders.includes('x-amz-content-sha256'),
  })
  const headers = Object.fromEntries(
    signedHeaders.map((name) => [name, request.headers[name] ?? '']),
  )
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      protocol: 'http:',
      hostname: request.headers['host'] ?? '',
      path: request.path,
      query: parseQueryBag(request.query),
      headers,
      body: request.bodyBytes,
    }),
    { signingDate, signableHeaders: new Set(signedHeaders) },
  )
  return signed.headers['authorization']
}

function parseQueryBag(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query)
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}
