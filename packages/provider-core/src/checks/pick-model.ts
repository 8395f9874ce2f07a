/** @file Which model a check talks to. */
import type { Endpoint } from '../model/endpoint.ts'

const notForChat =
  /embed|rerank|moderation|whisper|transcri|tts|audio|speech|realtime|voice|dall|image|imagen|veo|sora|video|diffusion|ocr|guard|bge-|e5-|clip|davinci|babbage|computer-use|deep-research/i
const cheap =
  /mini|nano|haiku|flash|small|lite|tiny|micro|turbo|instant|[^0-9](0\.5|1|1\.5|2|3|4|7|8)b\b/i

/** The model to ask: the one asked for, else the endpoint's own, else a mapped one. Upstream ids. */
export function chooseOwnModel(endpoint: Endpoint, wanted: string | undefined): string | undefined {
  const own = wanted ?? endpoint.models[0]
  if (own !== undefined) {
    return Object.hasOwn(endpoint.modelMapping, own) ? endpoint.modelMapping[own] : own
  }
  return Object.values(endpoint.modelMapping)[0]
}

/** A listed model that probably chats and probably costs little; `undefined` for an empty list. */
export function pickModel(models: readonly string[]): string | undefined {
  const chatting = models.filter((id) => !notForChat.test(id))
  return chatting.find((id) => cheap.test(id)) ?? chatting[0] ?? models[0]
}
