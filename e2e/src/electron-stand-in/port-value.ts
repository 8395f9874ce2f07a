/** @file Values that cross a port, as text that a debugger can carry. */

/** `text`, base64 of bytes, or JSON of anything else. */
export type PortValue = ['text', string] | ['bytes', string] | ['json', string]

export function writePortValue(value: unknown): PortValue {
  if (typeof value === 'string') return ['text', value]
  if (value instanceof ArrayBuffer) return ['bytes', Buffer.from(value).toString('base64')]
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    return ['bytes', bytes.toString('base64')]
  }
  return ['json', JSON.stringify(value ?? null)]
}

export function readPortValue([kind, content]: PortValue): unknown {
  if (kind === 'text') return content
  return kind === 'bytes' ? new Uint8Array(Buffer.from(content, 'base64')) : JSON.parse(content)
}

/** The content as text, for tests that search it. */
export function textOfPortValue([kind, content]: PortValue): string {
  return kind === 'bytes' ? Buffer.from(content, 'base64').toString('utf8') : content
}
