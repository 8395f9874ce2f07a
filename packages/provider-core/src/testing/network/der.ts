/** @file The few DER types (ITU-T X.690) of which an X.509 certificate is made. */

/** One element: tag byte and content. Constructed types take the joined parts. */
export function encodeDer(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), encodeLength(content.length), content])
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

export const sequence = (...parts: Uint8Array[]) => encodeDer(0x30, ...parts)
export const set = (...parts: Uint8Array[]) => encodeDer(0x31, ...parts)
export const octetString = (content: Uint8Array) => encodeDer(0x04, content)
export const bitString = (content: Uint8Array) => encodeDer(0x03, Buffer.from([0]), content)
export const utf8String = (text: string) => encodeDer(0x0c, Buffer.from(text))
export const boolean = (value: boolean) => encodeDer(0x01, Buffer.from([value ? 0xff : 0]))

/** A positive integer from big-endian bytes. */
export function integer(bytes: Uint8Array): Uint8Array {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0
  return encodeDer(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** An object identifier from its dotted form. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest.flatMap(encodeBase128)]
  return encodeDer(0x06, Buffer.from(bytes))
}

function encodeBase128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

/** UTCTime, for the years 1950 to 2049. */
export function utcTime(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return encodeDer(0x17, Buffer.from(`${digits}Z`))
}

/** A context-specific element, constructed unless told otherwise. */
export function context(number: number, content: Uint8Array, isPrimitive = false): Uint8Array {
  return encodeDer((isPrimitive ? 0x80 : 0xa0) | number, content)
}
