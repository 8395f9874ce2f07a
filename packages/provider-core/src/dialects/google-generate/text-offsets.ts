/** @file Google counts places in a text in UTF-8 bytes; the neutral model counts UTF-16 units. */

function utf8Length(point: number): number {
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x1_00_00 ? 3 : 4
}

/** The UTF-16 offset of a byte offset; the end of the text when it lies behind it. */
export function toUtf16Offset(text: string, byteOffset: number): number {
  let bytes = 0
  let units = 0
  for (const char of text) {
    if (bytes >= byteOffset) return units
    bytes += utf8Length(char.codePointAt(0) ?? 0)
    units += char.length
  }
  return units
}

/** The byte offset of a UTF-16 offset; the end of the text when it lies behind it. */
export function toByteOffset(text: string, utf16Offset: number): number {
  let bytes = 0
  let units = 0
  for (const char of text) {
    if (units >= utf16Offset) return bytes
    bytes += utf8Length(char.codePointAt(0) ?? 0)
    units += char.length
  }
  return bytes
}
