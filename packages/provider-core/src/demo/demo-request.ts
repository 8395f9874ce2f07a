/** @file Reads a Chat Completions request as far as the demo endpoint needs it. */
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { countDemoTokens } from './demo-reply.ts'

const maxBytes = 4 * 1024 * 1024

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() })
const bodySchema = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  max_tokens: z.number().nullish(),
  max_completion_tokens: z.number().nullish(),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: z.union([z.string(), z.array(partSchema), z.null()]).optional(),
    }),
  ),
})

export interface DemoRequest {
  readonly model: string
  readonly stream: boolean
  /** Text of the last user message. */
  readonly userText: string
  /** How many user messages there are. */
  readonly turn: number
  readonly maxTokens: number
  readonly inputTokens: number
}

/** `undefined` for a body that is not such a request, or is larger than 4 MB. */
export async function readDemoRequest(request: IncomingMessage): Promise<DemoRequest | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  const parsed = bodySchema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')))
  if (!parsed.success) return undefined
  const body = parsed.data
  const texts = body.messages.map(({ role, content }) => ({ role, text: joinText(content) }))
  const asked = texts.filter(({ role }) => role === 'user')
  return {
    model: body.model,
    stream: body.stream ?? false,
    userText: asked.at(-1)?.text ?? '',
    turn: asked.length,
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY,
    inputTokens: texts.reduce((sum, { text }) => sum + countDemoTokens(text), 0),
  }
}

function joinText(content: z.infer<typeof bodySchema>['messages'][number]['content']): string {
  if (typeof content === 'string') return content
  return (content ?? []).map((part) => part.text ?? '').join('\n')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
