import { request as sendHttp } from 'node:http'

/** A request as a test writes it down: wrong ones too, which `fetch` would mend or refuse. */
export interface TestRequest {
  method?: string
  headers?: Record<string, string | string[]>
  /** An object is sent as JSON. */
  body?: unknown
}

export interface TestAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json: unknown
}

/** Sends a request byte for byte as given, without a client's manners. */
export function sendRequest(url: string, request: TestRequest = {}): Promise<TestAnswer> {
  const { headers = {}, body } = request
  const text =
    body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const method = request.method ?? (text === undefined ? 'GET' : 'POST')
  const { origin } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = sendHttp(origin, { method, headers, path: url.slice(origin.length) })
    outgoing.once('error', reject)
    outgoing.once('response', (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.once('error', reject)
      incoming.once('end', () => {
        const answer = Buffer.concat(parts).toString('utf8')
        const { statusCode: status = 0, headers: answerHeaders } = incoming
        resolve({ status, headers: answerHeaders, text: answer, json: parseJson(answer) })
      })
    })
    outgoing.end(text)
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
