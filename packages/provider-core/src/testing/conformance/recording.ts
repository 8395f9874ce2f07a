/** @file Recorded replies of real providers: which wire format a file is in, and its frames or its body. */
import type { JsonObject, StreamFrame } from '../../dialects/dialect.ts'
import { isObject, parseJson, readObject, readObjects, readText } from '../../dialects/read-json.ts'
import type { DialectId } from '../../model/spec.ts'

export interface Recording {
  /** Folder and file name. */
  readonly name: string
  readonly dialect: DialectId
  readonly kind: 'stream' | 'whole' | 'error'
  /** The values of the stream in order, or the body alone. */
  readonly values: readonly JsonObject[]
}

/** What a file is: a recording to run, or the reason why it is not one. */
export type ReadRecording =
  | { readonly recordings: readonly Recording[] }
  | { readonly name: string; readonly skipped: string }

/** Beginnings of file names that say that the file is the answer of another operation. */
const otherOperations: readonly [pattern: RegExp, what: string][] = [
  [/^completion--/, 'legacy text completion'],
  [/^embedding--/, 'embeddings'],
  [/^image--/, 'image generation'],
  [/^interactions--/, "Google's interactions API"],
  [/^reranking--/, 'reranking'],
  [/^skills--/, 'skill management'],
  [/^speech-translation--/, 'live speech translation'],
  [/^transcription--|-transcription-/, 'transcription'],
]

/** Format of an error body, which does not say it itself, by its folder. */
const dialectByFolder: ReadonlyMap<string, DialectId> = new Map([
  ['amazon-bedrock', 'bedrock-converse'],
  ['anthropic', 'anthropic-messages'],
  ['google', 'google-generate'],
])

/**
 * Reads one file of the recordings.
 * @param name folder and file name, with `/`
 */
export function readRecording(name: string, text: string): ReadRecording {
  const [folder = '', file = ''] = name.split('/')
  const other = otherOperations.find(([pattern]) => pattern.test(file))
  if (other !== undefined) return { name, skipped: `not a chat reply: ${other[1]}` }
  const isStream = file.endsWith('.chunks.txt')
  const lines = isStream ? text.split('\n').filter((line) => line.trim() !== '') : [text]
  const values = lines.map(parseJson)
  if (values.length === 0 || !values.every(isObject))
    return { name, skipped: 'a line of it is not JSON' }
  const [first = {}] = values
  if (!isStream && isErrorBody(first)) {
    const dialect = dialectByFolder.get(folder) ?? errorDialectOfFile(file)
    return { recordings: [{ name, dialect, kind: 'error', values }] }
  }
  const dialect = values.map(detectDialect).find((found) => found !== undefined)
  if (dialect === undefined) return { name, skipped: 'not a chat reply' }
  if (!isStream) return { recordings: [{ name, dialect, kind: 'whole', values }] }
  return {
    recordings: splitReplies(values).map((reply) => ({
      name,
      dialect,
      kind: 'stream' as const,
      values: reply,
    })),
  }
}

/** Some files hold the replies of several steps, one after the other. */
function splitReplies(values: readonly JsonObject[]): JsonObject[][] {
  const replies: JsonObject[][] = [[]]
  for (const [at, value] of values.entries()) {
    replies.at(-1)?.push(value)
    const closes = value['type'] === 'message_stop' || value['type'] === 'response.completed'
    if (closes && at < values.length - 1) replies.push([])
  }
  return replies
}

function errorDialectOfFile(file: string): DialectId {
  return file.startsWith('responses--') ? 'openai-responses' : 'openai-chat'
}

function isErrorBody(value: JsonObject): boolean {
  return isObject(value['error']) && value['object'] === undefined
}

function detectDialect(value: JsonObject): DialectId | undefined {
  const type = readText(value['type']) ?? ''
  if (value['object'] === 'response' || type.startsWith('response.')) return 'openai-responses'
  if (type === 'message' || type.startsWith('message_')) return 'anthropic-messages'
  if (Array.isArray(value['candidates'])) return 'google-generate'
  if (Array.isArray(value['choices'])) return 'openai-chat'
  if ('messageStart' in value || 'contentBlockStart' in value || 'contentBlockDelta' in value) {
    return 'bedrock-converse'
  }
  return isObject(readObject(value['output'])['message']) ? 'bedrock-converse' : undefined
}

/** The frames of a stream as they would come from the transport. */
export function toFrames({ dialect, values }: Recording): StreamFrame[] {
  return values.map((value) => {
    if (dialect === 'bedrock-converse') {
      const [event, payload] = Object.entries(value)[0] ?? []
      return { event, data: JSON.stringify(payload) }
    }
    const isNamed = dialect === 'anthropic-messages' || dialect === 'openai-responses'
    return {
      event: isNamed ? readText(value['type']) : undefined,
      data: JSON.stringify(value),
    }
  })
}

/** True when the recording itself reports a failure. */
export function hasError({ values }: Recording): boolean {
  return values.some(
    (value) =>
      isObject(value['error']) ||
      value['type'] === 'error' ||
      value['type'] === 'response.failed' ||
      value['status'] === 'failed' ||
      Object.keys(value).some((key) => key.endsWith('Exception')),
  )
}

/** How many values, from the first, make a whole reply: what comes behind adds to it but may be missing. */
export function countNeeded({ dialect, values }: Recording): number {
  if (dialect === 'bedrock-converse') return 1 + values.findIndex((each) => 'messageStop' in each)
  if (dialect === 'openai-chat') return 1 + lastFinish(values, 'choices', 'finish_reason')
  if (dialect === 'google-generate') return 1 + lastFinish(values, 'candidates', 'finishReason')
  return values.length
}

function lastFinish(values: readonly JsonObject[], list: string, field: string): number {
  return values.findLastIndex((value) =>
    readObjects(value[list]).some((entry) => readText(entry[field]) !== undefined),
  )
}
