/**
 * @file AWS Signature Version 4 by AWS's own library.
 * The library encodes the path once more for the canonical request, so it is given the path as it is
 * sent: `v1%3A0` on the wire becomes `v1%253A0` under the signature.
 */
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import type { UnsignedRequest } from './platform.ts'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | undefined
}

export interface AwsSigning {
  readonly credentials: AwsCredentials
  readonly region: string
  /** Signing name: `bedrock` for the runtime and for the control plane. */
  readonly service: string
  readonly date: Date
}

/** Signs host, content type and `x-amz-*`; proxies may change any other header on the way. */
export async function signAwsRequest(
  request: UnsignedRequest,
  { credentials, region, service, date }: AwsSigning,
): Promise<UnsignedRequest> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const signer = new SignatureV4({
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    region,
    service,
    sha256: Sha256,
  })
  const { url, method, body } = request
  const { host: _, ...headers } = request.headers
  const unsigned = Object.keys(headers).filter(
    (name) => name !== 'content-type' && !name.startsWith('x-amz-'),
  )
  const signed = await signer.sign(
    new HttpRequest({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryBag(url),
      headers: { ...headers, host: url.host },
      body,
    }),
    { signingDate: date, unsignableHeaders: new Set(unsigned) },
  )
  const { host: _host, ...rest } = signed.headers
  return { ...request, headers: rest }
}

/** Names and values decoded: the library encodes them for the canonical request. */
function queryBag(url: URL): Record<string, string | string[]> {
  const bag: Record<string, string | string[]> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name)
    bag[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return bag
}
