/** @file A bundle with its secrets, sealed with a passphrase: scrypt makes the key, AES-256-GCM the box. */
import { randomBytes } from 'node:crypto'
import { sealedBundleSchema, type Bundle, type SealedBundle } from '@patchbay/setup-formats'
import { deriveKey, scryptCost, seal, unseal } from '../vault/seal.ts'

const context = 'patchbay-bundle-1'

/** 128 · N · r bytes are what scrypt takes; somebody else's file may ask for at most a gigabyte. */
const mostMemory = 2 ** 30

export async function sealBundle(bundle: Bundle, passphrase: string): Promise<SealedBundle> {
  const salt = randomBytes(16)
  const key = await deriveKey(passphrase, salt, scryptCost)
  return {
    patchbay: 'sealed-bundle',
    format: 1,
    scrypt: { ...scryptCost, salt: salt.toString('base64') },
    sealed: seal(JSON.stringify(bundle), key, context),
  }
}

export type OpenedBundle =
  | { readonly ok: true; readonly text: string }
  /** `sealed`: another passphrase may open it. */
  | { readonly ok: false; readonly message: string; readonly sealed: boolean }

/** Text of a sealed bundle → text of the bundle in it. */
export async function openBundle(text: string, passphrase: string): Promise<OpenedBundle> {
  const parsed = sealedBundleSchema.safeParse(parseJson(text))
  if (!parsed.success || !isAffordable(parsed.data.scrypt)) {
    return {
      ok: false,
      sealed: false,
      message: 'This sealed bundle was changed or cut off. Export it again.',
    }
  }
  const { scrypt, sealed } = parsed.data
  const key = await deriveKey(passphrase, Buffer.from(scrypt.salt, 'base64'), scrypt)
  try {
    return { ok: true, text: unseal(sealed, key, context) }
  } catch {
    return {
      ok: false,
      sealed: true,
      message:
        'This passphrase does not open the bundle. Type the one that it was exported with; if it is that one, the file was changed.',
    }
  }
}

function isAffordable({ N, r }: SealedBundle['scrypt']): boolean {
  const isPowerOfTwo = Number.isInteger(Math.log2(N))
  return isPowerOfTwo && 128 * N * r <= mostMemory
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
