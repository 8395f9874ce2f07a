/** @file Text in PEM form: what looks like it, and taking a private key out of it. */

const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g
const edge = /-----(BEGIN|END) [A-Z0-9 ]+-----/g

/** True for text that was meant as PEM and not as the path of a file. */
export function isPem(text: string): boolean {
  return text.includes('-----') || text.trim().includes('\n')
}

/** What is wrong with a PEM text; `undefined` when it looks whole. */
export function findPemFault(text: string): string | undefined {
  const blocks = [...text.matchAll(block)]
  if (blocks.length === 0 || (text.match(edge)?.length ?? 0) !== blocks.length * 2) {
    return 'This is not whole. Paste it with its BEGIN and END lines.'
  }
  const isCoded = blocks.every(([, kind = '', body = '']) => {
    // The old form of an encrypted key has header lines.
    const coded = body.replace(/^[A-Za-z-]+:.*$/gm, '').replaceAll(/\s/g, '')
    return kind !== '' && coded !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(coded)
  })
  return isCoded ? undefined : 'There are characters in it that PEM does not have. Copy it again.'
}

/** The certificates of a text, and its private key where it has one. */
export function splitPrivateKey(text: string): { certificates: string; key: string | undefined } {
  const found = [...text.matchAll(block)]
  const isKey = (kind: string | undefined) => kind?.endsWith('PRIVATE KEY') === true
  const keys = found.filter(([, kind]) => isKey(kind)).map(([whole]) => whole)
  if (keys.length === 0) return { certificates: text.trim(), key: undefined }
  const others = found.filter(([, kind]) => !isKey(kind)).map(([whole]) => whole)
  return { certificates: others.join('\n'), key: keys.join('\n') }
}
