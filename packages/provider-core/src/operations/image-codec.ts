/** @file What each provider type says about pictures. */
import type { JsonObject } from '../dialects/dialect.ts'
import type { Usage, Warning } from '../model/chat-event.ts'
import type { GeneratedImage, ImageRequest } from '../model/image.ts'

export interface ImageCodec {
  encode(
    request: ImageRequest,
    modelId: string,
  ): { readonly body: JsonObject; readonly warnings: readonly Warning[] }
  /** `undefined` when the answer is something else. */
  decode(body: JsonObject):
    | {
        readonly images: readonly GeneratedImage[]
        readonly usage?: Usage | undefined
        /** Why the vendor held pictures back, where it says so. */
        readonly refused?: string | undefined
      }
    | undefined
}

const beginnings: readonly (readonly [string, string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['UklGR', 'image/webp'],
  ['R0lGOD', 'image/gif'],
]

/** Media type by the first bytes of base64 data; PNG where they say nothing. */
export function readImageType(base64: string): string {
  return beginnings.find(([beginning]) => base64.startsWith(beginning))?.[1] ?? 'image/png'
}

/** Warnings for fields that the provider type has no word for. */
export function warnImageSettings(
  request: ImageRequest,
  fields: readonly (keyof ImageRequest)[],
  who: string,
): Warning[] {
  return fields
    .filter((field) => request[field] !== undefined)
    .map((field) => ({
      code: 'setting-left-out',
      message: `${who} has no setting for ${field}; it was left out.`,
    }))
}
