/** @file Text in PEM form: what looks like it, and taking a private key out of it. */

const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g

/** True for text that was meant as PEM and not as the path of a file. */
export function isPem(text: string): boolean {
  return /-----(BEGIN|END) /.test(text) || text.trim().includes('\n')
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
