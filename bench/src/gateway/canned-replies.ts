/** @file What the canned upstream says, in two wire formats, whole and as a stream of many small events. */

export interface CannedReply {
  readonly head: Buffer
  /** HTTP chunks, one write each. */
  readonly pieces: readonly Buffer[]
  /** All of it, for one write. */
  readonly whole: Buffer
}

export interface CannedReplies {
  readonly openai: { readonly whole: CannedReply; readonly stream: CannedReply }
  readonly anthropic: { readonly whole: CannedReply; readonly stream: CannedReply }
}

const word = 'patchbay '
/** The text that every reply says, for those who check. */
export const cannedText = (chunks: number): string => word.repeat(chunks)

/** @param chunks how many text events a stream has */
export function cannedReplies(chunks: number): CannedReplies {
  return {
    openai: { whole: whole(openaiWhole()), stream: stream(openaiStream(chunks)) },
    anthropic: { whole: whole(anthropicWhole()), stream: stream(anthropicStream(chunks)) },
  }
}

function whole(body: object): CannedReply {
  const text = JSON.stringify(body)
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: r\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`
  return toReply(head + text, [])
}

function stream(events: readonly string[]): CannedReply {
  const head =
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nx-request-id: r\r\ntransfer-encoding: chunked\r\n\r\n'
  const pieces = events.map((text) =>
    Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`),
  )
  return toReply(head, [...pieces, Buffer.from('0\r\n\r\n')])
}

function toReply(text: string, pieces: readonly Buffer[]): CannedReply {
  const head = Buffer.from(text)
  return { head, pieces, whole: Buffer.concat([head, ...pieces]) }
}

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }

function openaiWhole(): object {
  const message = { role: 'assistant', content: word }
  return {
    id: 'c',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage,
  }
}

function openaiStream(chunks: number): string[] {
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
  return [
    event({ role: 'assistant', content: '' }, null),
    ...Array.from({ length: chunks }, () => event({ content: word }, null)),
    event({}, 'stop'),
    'data: [DONE]\n\n',
  ]
}

function anthropicWhole(): object {
  return {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [{ type: 'text', text: word }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 5 },
  }
}

function anthropicStream(chunks: number): string[] {
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
  const message = { ...anthropicWhole(), content: [], stop_reason: null }
  return [
    event('message_start', { message }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...Array.from({ length: chunks }, () =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: word } }),
    ),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 5 },
    }),
    event('message_stop', {}),
  ]
}
