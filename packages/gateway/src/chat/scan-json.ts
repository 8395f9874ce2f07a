/**
 * @file Finds top-level fields of a JSON object in its bytes, without parsing the rest: prompts are long, and
 * what the gateway has to know of them is one word.
 */

/** Where a value stands: its first byte and the one behind its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** What may stand outside of strings and brackets: numbers, literals, separators, white space. */
const plain = new Uint8Array(256)
for (const char of '0123456789+-.eEtrufalsn,: \t\r\n') plain[char.charCodeAt(0)] = 1

/**
 * The spans of the fields `names` of the object in `bytes`; names that it has not are left out.
 *
 * @returns `undefined` for anything but a plain object: invalid where it shows, a byte order mark, an escape in
 *   a name, or one of `names` twice. Such a body is left to `JSON.parse`. What stands deeper is only skipped:
 *   whether it is valid is for whoever parses it.
 */
export function scanTopLevel<Name extends string>(
  bytes: Buffer,
  names: readonly Name[],
): Partial<Record<Name, Span>> | undefined {
  const found: Partial<Record<Name, Span>> = {}
  let at = skipSpace(bytes, 0)
  if (bytes[at] !== openBrace) return undefined
  at = skipSpace(bytes, at + 1)
  if (bytes[at] === closeBrace) return endsAt(bytes, at + 1) ? found : undefined
  for (;;) {
    if (bytes[at] !== quote) return undefined
    const nameEnd = findNameEnd(bytes, at + 1)
    if (nameEnd === -1) return undefined
    const name = findName(bytes, at + 1, nameEnd, names)
    at = skipSpace(bytes, nameEnd + 1)
    if (bytes[at] !== colon) return undefined
    const start = skipSpace(bytes, at + 1)
    const end = skipValue(bytes, start)
    if (end === -1) return undefined
    if (name !== undefined) {
      if (found[name] !== undefined) return undefined
      found[name] = { start, end }
    }
    at = skipSpace(bytes, end)
    if (bytes[at] === closeBrace) return endsAt(bytes, at + 1) ? found : undefined
    if (bytes[at] !== comma) return undefined
    at = skipSpace(bytes, at + 1)
  }
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at
    at += 1
  }
}

function endsAt(bytes: Buffer, at: number): boolean {
  return skipSpace(bytes, at) === bytes.length
}

/** Where the quote stands that ends a plain name; -1 for one with escapes, or without end. */
function findNameEnd(bytes: Buffer, start: number): number {
  for (let at = start; ; at += 1) {
    const byte = bytes[at]
    if (byte === quote) return at
    if (byte === undefined || byte === backslash || byte < 0x20) return -1
  }
}

/** The one of `names` that stands there. */
function findName<Name extends string>(
  bytes: Buffer,
  start: number,
  end: number,
  names: readonly Name[],
): Name | undefined {
  for (const name of names) {
    if (name.length === end - start && standsAt(bytes, start, name)) return name
  }
  return undefined
}

function standsAt(bytes: Buffer, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    if (bytes[start + at] !== name.charCodeAt(at)) return false
  }
  return true
}

/** Where escapes stand they stand close together: so far each byte is looked at, before the next search. */
const nearEscape = 256

/** So many bytes of a string are looked at before a search is begun, which costs as much. */
const shortString = 48

/** Index behind the string whose opening quote stands at `start`; -1 when it does not end. */
function skipString(bytes: Buffer, start: number): number {
  let at = start + 1
  const short = Math.min(bytes.length, at + shortString)
  while (at < short) {
    const byte = bytes[at]
    if (byte === quote) return at + 1
    at += byte === backslash ? 2 : 1
  }
  return skipLongString(bytes, at)
}

/** @param from Within a string, where no escape has begun. */
function skipLongString(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    const end = bytes.indexOf(quote, at)
    if (end === -1) return -1
    let before = end - 1
    while (bytes[before] === backslash) before -= 1
    if ((end - before) % 2 === 1) return end + 1
    // A search costs as much as looking at a hundred bytes, and prompts with code are full of quotes.
    at = end + 1
    let until = Math.min(bytes.length, at + nearEscape)
    while (at < until) {
      const byte = bytes[at]
      if (byte === quote) return at + 1
      if (byte === backslash) {
        at += 2
        until = Math.min(bytes.length, at + nearEscape)
      } else at += 1
    }
  }
}

/** Index behind the value that begins at `start`; -1 when there is none. */
function skipValue(bytes: Buffer, start: number): number {
  const first = bytes[start]
  if (first === quote) return skipString(bytes, start)
  if (first === openBrace || first === openBracket) return skipNested(bytes, start)
  let at = start
  for (;;) {
    const byte = bytes[at]
    if (byte === undefined || byte === comma || byte === closeBrace || byte <= 0x20) break
    at += 1
  }
  return at > start && isScalar(bytes.toString('latin1', start, at)) ? at : -1
}

function isScalar(text: string): boolean {
  return /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text)
}

function skipNested(bytes: Buffer, start: number): number {
  const closers: number[] = []
  let at = start
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte === quote) {
      at = skipString(bytes, at)
      if (at === -1) return -1
      continue
    }
    if (byte === openBrace) closers.push(closeBrace)
    else if (byte === openBracket) closers.push(closeBracket)
    else if (byte === closeBrace || byte === closeBracket) {
      if (closers.pop() !== byte) return -1
      if (closers.length === 0) return at + 1
    } else if (plain[byte] !== 1) return -1
    at += 1
  }
  return -1
}

/** The value that stands at `span`; `undefined` where there is none or it is not valid. */
export function readSpan(bytes: Buffer, span: Span | undefined): unknown {
  if (span === undefined) return undefined
  try {
    return JSON.parse(bytes.toString('utf8', span.start, span.end))
  } catch {
    return undefined
  }
}
