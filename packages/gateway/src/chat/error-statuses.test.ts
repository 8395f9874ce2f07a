import { describe, expect, test } from 'vitest'
import type { ClientDialectId } from '@patchbay/provider-core/testing'
import { ask, dialectOf } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import { rawEndpoint, sendJsonReply, startRawUpstream } from '../testing/raw-upstream.ts'

interface Line {
  /** What the upstream answers with. */
  readonly status: number
  readonly message?: string
  /** What clients of OpenAI's formats get, by LiteLLM's table of exceptions. */
  readonly openai: number
  /** Where the formats differ. */
  readonly anthropic?: number
  readonly google?: number
  readonly code?: string
}

/** LiteLLM's table, line by line (docs/exception_mapping, litellm_core_utils/exception_mapping_utils.py). */
const table: readonly Line[] = [
  { status: 400, openai: 400 },
  {
    status: 400,
    message: "This model's maximum context length is 10 tokens.",
    openai: 400,
    code: 'context-length',
  },
  { status: 400, message: 'content_policy_violation', openai: 400, code: 'content-policy' },
  { status: 400, message: 'ResponsibleAIPolicyViolation', openai: 400, code: 'content-policy' },
  { status: 400, message: 'Rate limit reached for m.', openai: 429, code: 'rate-limit' },
  { status: 401, openai: 401 },
  { status: 403, openai: 403 },
  { status: 404, openai: 404 },
  { status: 408, openai: 408 },
  { status: 409, openai: 400 },
  // The formats of Anthropic and Google have a status of their own for it.
  { status: 413, openai: 400, anthropic: 413, google: 413 },
  { status: 422, openai: 400 },
  { status: 429, openai: 429 },
  { status: 500, openai: 500 },
  { status: 500, message: 'The model is overloaded.', openai: 500 },
  { status: 500, message: 'Error code: 429 from m.', openai: 429, code: 'rate-limit' },
  { status: 502, openai: 502 },
  { status: 503, openai: 503 },
  { status: 504, openai: 504 },
  // "Overloaded" to Anthropic's clients, unknown to all others.
  { status: 529, openai: 500, anthropic: 529 },
]

const clients = [
  { client: 'openai-chat', spec: 'anthropic', told: ({ openai }: Line) => openai },
  { client: 'openai-responses', spec: 'anthropic', told: ({ openai }: Line) => openai },
  {
    client: 'anthropic-messages',
    spec: 'openai-chat-completions',
    told: ({ anthropic, openai }: Line) => anthropic ?? openai,
  },
  {
    client: 'google-generate',
    spec: 'openai-chat-completions',
    told: ({ google, openai }: Line) => google ?? openai,
  },
] as const

async function answer(
  client: ClientDialectId,
  spec: 'anthropic' | 'openai-chat-completions',
  line: Line,
) {
  await using upstream = await startRawUpstream((response) =>
    sendJsonReply(response, line.status, { error: { message: line.message ?? 'It is so.' } }),
  )
  await using gateway = await openGateway({
    endpoints: [rawEndpoint(upstream, { id: 'e1', spec })],
  })
  const reply = await ask(gateway.url, { client, model: 'e1/m', stream: true })
  return { reply, trace: await gateway.ended(0), calls: upstream.calls.length }
}

describe.each(clients)('a translated refusal for a client of $client', ({ client, spec, told }) => {
  test.each(table)('$status $message', async (line) => {
    const { reply, trace, calls } = await answer(client, spec, line)
    expect(reply.status).toBe(told(line))
    expect(dialectOf(client).decodeError(reply.status, reply.json).message).toContain(
      line.message ?? 'It is so.',
    )
    if (line.code !== undefined) expect(trace.error?.code).toBe(line.code)
    expect(calls).toBe(1)
  })
})

const own = [
  { client: 'openai-chat', spec: 'openai-chat-completions' },
  { client: 'openai-responses', spec: 'openai-responses' },
  { client: 'anthropic-messages', spec: 'anthropic' },
  { client: 'google-generate', spec: 'google' },
] as const

test.each(own)(
  'a refusal in the own format of $client keeps its status and words',
  async (pair) => {
    await using upstream = await startRawUpstream((response) =>
      sendJsonReply(response, 409, { error: { message: 'Taken.', own: 1 } }),
    )
    await using gateway = await openGateway({
      endpoints: [rawEndpoint(upstream, { id: 'e1', spec: pair.spec })],
    })
    const reply = await ask(gateway.url, { client: pair.client, model: 'e1/m', stream: false })
    expect([reply.status, reply.json]).toEqual([409, { error: { message: 'Taken.', own: 1 } }])
  },
)

describe.each(own)('a client of $client that asks where settings are incomplete', ({ client }) => {
  test('gets 401 and no advice to retry where the provider has no key', async () => {
    await using gateway = await openGateway()
    const reply = await ask(gateway.url, { client, model: 'gpt-5.1', stream: false })
    expect(reply.status).toBe(401)
    expect(reply.text).toMatch(/has no key/)
  })

  test('gets 400 where the chosen endpoint was deleted', async () => {
    await using gateway = await openGateway({ providers: { openai: 'gone' } })
    const reply = await ask(gateway.url, { client, model: 'openai/gpt-5.1', stream: false })
    expect(reply.status).toBe(400)
    expect(reply.text).toMatch(/does not exist any more/)
  })
})
