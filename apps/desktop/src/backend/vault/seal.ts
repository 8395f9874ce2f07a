/** @file Sealing of text with a key (AES-256-GCM) and keys from passphrases (scrypt). */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'

export const sealedSchema = z.object({ iv: z.base64(), tag: z.base64(), data: z.base64() })
export type Sealed = z.infer<typeof sealedSchema>

/** Cost of scrypt: N = 2^17, r = 8, p = 1 takes about 128 MB and a third of a second (OWASP's figure for scrypt). */
export const scryptCost = { N: 2 ** 17, r: 8, p: 1 } as const

/** @returns 32 bytes */
export function deriveKey(
  passphrase: string,
  salt: Uint8Array,
  cost: { N: number; r: number; p: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFKC'),
      salt,
      32,
      { ...cost, maxmem: 256 * cost.N * cost.r },
      (error, key) => (error ? reject(error) : resolve(key)),
    )
  })
}

/** @param context bound to the sealed text: opening it under another context fails */
export function seal(text: string, key: Uint8Array, context: string): Sealed {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return {
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  }
}

/** Throws when the key or the context is wrong, or the text was changed. */
export function unseal(sealed: Sealed, key: Uint8Array, context: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), {
    authTagLength: 16,
  })
    .setAAD(Buffer.from(context))
    .setAuthTag(Buffer.from(sealed.tag, 'base64'))
  return Buffer.concat([
    decipher.update(Buffer.from(sealed.data, 'base64')),
    decipher.final(),
  ]).toString('utf8')
}
