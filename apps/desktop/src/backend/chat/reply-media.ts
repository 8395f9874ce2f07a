/** @file Pictures and sounds of a running reply: their bytes are kept, and the window is told where. */
import type { ChatEvent, RawFields, ResolvedEndpoint } from '@patchbay/provider-core/model'
import type { Media, ReplyMedia } from '#contract/chat-parts'
import type { Engine } from '../engine.ts'
import type { MediaStore } from './media-store.ts'
import { isPcm, readRate, toWave } from './pcm-wave.ts'

type ImageEvent = Extract<ChatEvent, { type: 'image' }>
type AudioEvent = Extract<ChatEvent, { type: 'audio' }>
type Source = ImageEvent['source']

export interface ReplyMediaOptions {
  readonly media: MediaStore
  readonly engine: Pick<Engine, 'fetchImage'>
  readonly chatId: string
  readonly signal: AbortSignal
  /** The endpoint that answers, once it is known: pictures elsewhere are fetched by its way out. */
  readonly resolved: () => ResolvedEndpoint | undefined
}

/** Replaces pictures and sounds by what is kept of them, and drops what a window has no use for. */
export async function* keepReplyMedia(
  events: AsyncIterable<ChatEvent>,
  options: ReplyMediaOptions,
): AsyncGenerator<Exclude<ChatEvent, { type: 'image' | 'audio' }> | ReplyMedia, void, void> {
  const sound = createSound(options)
  let announced: RawFields | undefined
  for await (const event of events) {
    // How many further choices ended is told with the reply.
    if ('choice' in event && event.choice && event.type !== 'choice-finish') continue
    if (event.type === 'audio') sound.add(event)
    else if (event.type === 'image') {
      yield await keepImage(event, announced, options)
      announced = undefined
    } else if (event.type === 'raw') announced = readPictureItem(event.raw) ?? announced
    else if (event.type !== 'logprobs') {
      if (event.type === 'finish' || event.type === 'error') yield* sound.end()
      yield event
    }
  }
}

async function keepImage(
  { source, block }: ImageEvent,
  raw: RawFields | undefined,
  options: ReplyMediaOptions,
): Promise<ReplyMedia> {
  const media = await keepSource(source, options)
  return {
    type: 'media',
    part: {
      type: 'image',
      media,
      ...(block === undefined ? {} : { block }),
      ...(raw === undefined ? {} : { raw }),
    },
  }
}

/** A picture that was left at an address is fetched, once; where that fails, the address is shown. */
async function keepSource(source: Source, options: ReplyMediaOptions): Promise<Media> {
  const { engine, signal } = options
  const resolved = options.resolved()
  if (source.kind === 'base64') {
    return keepBytes(source.mediaType, Buffer.from(source.data, 'base64'), options)
  }
  if (source.kind !== 'url') return { kind: 'link', url: '' }
  const { url, mediaType } = source
  const type = mediaType === undefined ? {} : { mediaType }
  try {
    const found = await engine.fetchImage({ kind: 'url', url, ...type }, { signal, resolved })
    return keepBytes(found.mediaType, found.bytes, options)
  } catch {
    return { kind: 'link', url, ...type }
  }
}

function keepBytes(mediaType: string, data: Uint8Array, options: ReplyMediaOptions): Media {
  const name = mediaType.startsWith('audio/') ? 'sound' : 'image'
  const id = options.media.put({ name, mediaType, data }, options.chatId)
  return { kind: 'kept', id, mediaType, bytes: data.byteLength }
}

/** Sound streams in pieces, which are one. */
function createSound(options: ReplyMediaOptions) {
  const chunks: Buffer[] = []
  let mediaType: string | undefined
  let transcript = ''
  let kept: Pick<AudioEvent, 'id' | 'expiresAt'> = {}
  return {
    add({ source, transcript: words, id, expiresAt }: AudioEvent): void {
      transcript += words ?? ''
      kept = {
        ...kept,
        ...(id === undefined ? {} : { id }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }
      if (source.kind !== 'base64' || source.data === '') return
      mediaType ??= source.mediaType
      chunks.push(Buffer.from(source.data, 'base64'))
    },
    *end(): Generator<ReplyMedia> {
      if (chunks.length === 0 && transcript === '') return
      const bytes = Buffer.concat(chunks)
      const type = mediaType ?? 'audio/wav'
      const media =
        chunks.length === 0
          ? undefined
          : isPcm(type)
            ? keepBytes('audio/wav', toWave(bytes, readRate(type)), options)
            : keepBytes(type, bytes, options)
      yield {
        type: 'media',
        part: {
          type: 'audio',
          ...(media ? { media } : {}),
          ...(transcript === '' ? {} : { transcript }),
          ...kept,
        },
      }
    },
  }
}

/** Fields of the item in which the Responses API takes a picture back, as announced before it. */
function readPictureItem({ dialect, value }: RawFields): RawFields | undefined {
  if (dialect !== 'openai-responses' || !isRecord(value) || !isRecord(value['item']))
    return undefined
  const { item } = value
  return item['type'] === 'image_generation_call' ? { dialect, value: item } : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
