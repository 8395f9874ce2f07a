/** @file Vectors of texts, whatever the provider type: one request, or several in order where it takes one text a call. */
import { getDialect } from '../dialects/registry.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import type { Usage, Warning } from '../model/chat-event.ts'
import type { EmbeddingRequest, EmbeddingResult } from '../model/embedding.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { Route } from '../model/route.ts'
import type { DialectId, SpecId } from '../model/spec.ts'
import { embedBedrock } from './embed-bedrock.ts'
import type { EmbedCodec, EmbedPart } from './embed-codec.ts'
import { embedGoogle } from './embed-google.ts'
import { embedOpenai } from './embed-openai.ts'
import { embedVertex } from './embed-vertex.ts'
import type { CallOptions, Engine } from './engine.ts'
import { exchangeJson, invalidAnswer } from './exchange-json.ts'

export interface EmbedCall {
  readonly route: Pick<Route, 'upstreamModelId'>
  readonly resolved: ResolvedEndpoint
  readonly request: EmbeddingRequest
}

const wanted = 'embeddings'

/** Codec, and the wire format that credentials and errors follow. */
const codecs: Readonly<Record<SpecId, readonly [EmbedCodec, DialectId]>> = {
  'openai-chat-completions': [embedOpenai, 'openai-chat'],
  'openai-responses': [embedOpenai, 'openai-responses'],
  azure: [embedOpenai, 'openai-chat'],
  'custom-handler': [embedOpenai, 'openai-chat'],
  google: [embedGoogle, 'google-generate'],
  'google-vertex': [embedVertex, 'google-generate'],
  'amazon-bedrock': [embedBedrock, 'bedrock-converse'],
  // Has no address for it; refused with these words.
  anthropic: [embedOpenai, 'anthropic-messages'],
}

/**
 * Asks for the vectors of `request.texts`. `onWire` of the options sees each request.
 *
 * @returns One vector for each text, in order; what the provider type cannot express is a warning.
 * @throws ProviderError, with `settings` when the provider type has no embeddings.
 */
export async function embed(
  call: EmbedCall,
  engine: Engine,
  options: CallOptions,
): Promise<EmbeddingResult> {
  const { resolved, request, route } = call
  const [codec, dialectId] = codecs[resolved.endpoint.spec]
  const dialect = getDialect(dialectId)
  const encoded = codec.encode(request, route.upstreamModelId)
  const parts: EmbedPart[] = []
  for (const { operation, body, texts } of encoded.requests) {
    const plan = { resolved, dialect, operation, body }
    const answer = await exchangeJson(plan, engine, options, wanted)
    parts.push(readPart(codec, answer, texts))
  }
  const model = parts.find((part) => part.model !== undefined)?.model
  const usage = addUsage(parts.map((part) => part.usage))
  return {
    vectors: parts.flatMap((part) => part.vectors),
    ...(model === undefined ? {} : { model }),
    ...(usage === undefined ? {} : { usage }),
    warnings: [...encoded.warnings, ...parts.flatMap((part) => warnTruncated(part))],
  }
}

/** One vector for every text, each with at least one number, or the answer is refused. */
function readPart(codec: EmbedCodec, answer: JsonObject, texts: number): EmbedPart {
  const part = codec.decode(answer)
  if (part === undefined || part.vectors.length !== texts) throw invalidAnswer(wanted, answer)
  if (part.vectors.some((vector) => vector.length === 0)) throw invalidAnswer(wanted, answer)
  return part
}

function addUsage(parts: readonly (Usage | undefined)[]): Usage | undefined {
  const counts = parts
    .map((usage) => usage?.inputTokens)
    .filter((count): count is number => count !== undefined)
  if (counts.length === 0) return undefined
  return { inputTokens: counts.reduce((sum, count) => sum + count, 0) }
}

function warnTruncated({ truncated }: EmbedPart): Warning[] {
  if (truncated !== true) return []
  return [
    { code: 'text-truncated', message: 'A text was longer than the model reads; it was cut.' },
  ]
}
