/** @file Is a text whole PEM whose blocks can be certificates or keys? Browser-safe, so it reads no further. */

const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g
const edge = /-----(BEGIN|END) [A-Z0-9 ]+-----/g
/** Lines before the old form of an encrypted key. */
const headerLine = /^[A-Za-z-]+:.*$/gm

/** What is wrong with a PEM text, in words for who pasted it; `undefined` when it looks whole. */
export function findPemFault(text: string): string | undefined {
  const blocks = [...text.matchAll(block)]
  if (blocks.length === 0 || (text.match(edge)?.length ?? 0) !== blocks.length * 2) {
    return 'This is not whole. Paste it with its BEGIN and END lines.'
  }
  for (const [, , body = ''] of blocks) {
    const coded = body.replace(headerLine, '').replaceAll(/\s/g, '')
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(coded)) {
      return 'There are characters in it that PEM does not have. Copy it again.'
    }
    // With header lines it is ciphertext, of which nothing can be said.
    if (!body.includes(':') && !isOneSequence(coded)) {
      return 'What stands between its BEGIN and END lines is no certificate and no key. Copy it again.'
    }
  }
  return undefined
}

/** Every certificate and key is one DER sequence that fills its block. */
function isOneSequence(base64: string): boolean {
  if (base64.replace(/=+$/, '').length % 4 === 1) return false
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  const [tag, first = 0] = bytes
  if (tag !== 0x30) return false
  const more = first < 0x80 ? 0 : first - 0x80
  const length =
    first < 0x80 ? first : bytes.subarray(2, 2 + more).reduce((sum, byte) => sum * 256 + byte, 0)
  return bytes.length === 2 + more + length
}
