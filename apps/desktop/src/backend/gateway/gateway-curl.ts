/** @file A client's request as a curl command to the gateway, with the key as `$PATCHBAY_KEY`. */
import { quoteWord } from '@patchbay/provider-core'
import type { DialectId } from '@patchbay/provider-core/model'

/** What the system takes as one argument of a process is 128 kB; longer bodies go by standard input. */
const longestArgument = 100_000

const key = { variable: 'PATCHBAY_KEY' } as const

export interface ClientRequest {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly method: string
  readonly path: string
  readonly client: DialectId | undefined
  readonly stream: boolean
  /** JSON, redacted. */
  readonly body: string
}

/** A POSIX shell command. The headers are those that the client's wire format asks for. */
export function toGatewayCurl(request: ClientRequest): string {
  const { url, method, path, client, stream, body } = request
  // A stream of Google's is read as SSE by every client but the plainest.
  const query = stream && client === 'google-generate' ? '?alt=sse' : ''
  const short = Buffer.byteLength(body) <= longestArgument
  const command = [
    `curl --globoff${stream ? ' --no-buffer' : ''} ${quoteWord([`${url}${path}${query}`])}`,
    ...(method === 'POST' ? [] : [`-X ${quoteWord([method])}`]),
    ...credentialHeaders(client),
    `-H ${quoteWord(['content-type: application/json'])}`,
    short ? `--data-raw ${quoteWord([body])}` : `--data-binary @- <<'${hereMark(body)}'`,
  ].join(' \\\n  ')
  return short ? command : `${command}\n${body}\n${hereMark(body)}`
}

function credentialHeaders(client: DialectId | undefined): string[] {
  switch (client) {
    case 'anthropic-messages':
      return [
        `-H ${quoteWord(['x-api-key: ', key])}`,
        `-H ${quoteWord(['anthropic-version: 2023-06-01'])}`,
      ]
    case 'google-generate':
      return [`-H ${quoteWord(['x-goog-api-key: ', key])}`]
    default:
      return [`-H ${quoteWord(['authorization: Bearer ', key])}`]
  }
}

/** A line that ends the body and does not stand in it. */
function hereMark(body: string): string {
  let mark = 'PATCHBAY_BODY'
  while (body.includes(mark)) mark += '_'
  return mark
}
