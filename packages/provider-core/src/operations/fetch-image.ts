/**
 * @file Fetches a picture that a vendor left on a host of its own: no credentials, no redirects, by the way out
 * (proxy, authorities) of the endpoint that named it.
 */
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { GeneratedImage } from '../model/image.ts'
import { connectionOf, otherHostConnection, type Connection } from '../transport/connection.ts'
import type { Engine } from './engine.ts'
import { readImageType } from './image-codec.ts'

const maxImageBytes = 64 * 1024 * 1024

export interface FetchImageOptions {
  readonly signal: AbortSignal
  /** The endpoint whose reply named the picture. */
  readonly resolved?: ResolvedEndpoint | undefined
}

/** The bytes of a picture, fetched where it is a URL. Throws `ProviderError`. */
export async function fetchImage(
  image: GeneratedImage,
  { send }: Pick<Engine, 'send'>,
  { signal, resolved }: FetchImageOptions,
): Promise<{ readonly mediaType: string; readonly bytes: Uint8Array }> {
  if (image.kind === 'base64') {
    return { mediaType: image.mediaType, bytes: Buffer.from(image.data, 'base64') }
  }
  if (!URL.canParse(image.url)) throw failure('The server named an address that is none.')
  const url = new URL(image.url)
  const headers = { accept: 'image/*', 'user-agent': 'patchbay' }
  const response = await send({
    method: 'GET',
    url,
    headers,
    body: undefined,
    signal,
    timeouts: resolved?.endpoint.timeouts ?? {},
    ...(resolved !== undefined && { connection: connectionTo(url, resolved) }),
  })
  if (response.status !== 200) {
    await response.body[Symbol.asyncIterator]().return?.()
    throw failure(`The image could not be fetched: ${url.host} answered ${response.status}.`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > maxImageBytes) throw failure('The image is larger than 64 MB.')
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  const told = response.headers['content-type']?.split(';')[0]?.trim()
  const mediaType = told?.startsWith('image/')
    ? told
    : readImageType(bytes.subarray(0, 24).toString('base64'))
  return { mediaType, bytes }
}

/** A client certificate and trust in self-signed certificates are for the endpoint's own origin only. */
function connectionTo(url: URL, resolved: ResolvedEndpoint): Connection {
  const { baseUrl = '' } = resolved.endpoint
  const connection = connectionOf(resolved)
  const isOwn = URL.canParse(baseUrl) && new URL(baseUrl).origin === url.origin
  return isOwn ? connection : otherHostConnection(connection)
}

function failure(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-answer', message })
}
