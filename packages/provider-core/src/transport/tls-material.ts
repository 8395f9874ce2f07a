/** @file An endpoint's TLS settings with their files read, and what they mean for a handshake. */
import { X509Certificate } from 'node:crypto'
import {
  createSecureContext,
  getCACertificates,
  type ConnectionOptions,
  type SecureContext,
} from 'node:tls'
import { ProviderError } from '../errors/provider-error.ts'
import type { ConnectionTls, Machine } from './connection.ts'

export interface TlsMaterial {
  readonly caPem: string | undefined
  /** Paths of what was read, for words about it. */
  readonly caFile: string | undefined
  readonly certFile: string | undefined
  readonly certPem: string | undefined
  readonly keyPem: string | undefined
  readonly passphrase: string | undefined
  readonly allowSelfSigned: boolean
  readonly serverName: string | undefined
}

/**
 * Reads the files of the settings. `undefined` when the usual TLS holds. Throws `ProviderError` with
 * `settings` for a file that cannot be read and for half a client certificate.
 */
export async function readTlsMaterial(
  settings: ConnectionTls | undefined,
  readFile: Machine['readFile'],
): Promise<TlsMaterial | undefined> {
  if (settings === undefined) return undefined
  const [caPem, certPem] = await Promise.all([
    readPem(settings.caPem, settings.caFile, 'authorities', readFile),
    readPem(settings.clientCertPem, settings.clientCertFile, 'client certificate', readFile),
  ])
  // One file often holds both, the certificate and its key.
  const keyPem = settings.clientKey ?? (certPem?.includes('PRIVATE KEY-----') ? certPem : undefined)
  if ((certPem === undefined) !== (keyPem === undefined)) {
    throw new ProviderError({
      code: 'settings',
      message:
        certPem === undefined
          ? 'There is a private key without its client certificate. Add the certificate, or take the key out.'
          : 'There is a client certificate without its private key. Add the key (PEM).',
    })
  }
  const { clientKeyPassphrase: passphrase, allowSelfSigned = false, serverName } = settings
  if (caPem === undefined && certPem === undefined && !allowSelfSigned && serverName === undefined)
    return undefined
  const { caFile, clientCertFile: certFile } = settings
  return { caPem, caFile, certFile, certPem, keyPem, passphrase, allowSelfSigned, serverName }
}

async function readPem(
  text: string | undefined,
  path: string | undefined,
  what: string,
  readFile: Machine['readFile'],
): Promise<string | undefined> {
  const pem = text ?? (path === undefined ? undefined : await readOrExplain(path, what, readFile))
  if (pem === undefined || pem.includes('-----BEGIN ')) return pem
  throw new ProviderError({
    code: 'settings',
    message: `The ${what} must be in PEM form (text that begins with "-----BEGIN CERTIFICATE-----"). Convert the file, or choose another.`,
  })
}

async function readOrExplain(
  path: string,
  what: string,
  readFile: Machine['readFile'],
): Promise<string> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new ProviderError({
      code: 'settings',
      message: wordUnreadable(`the ${what} (${path})`, cause),
      cause,
    })
  }
}

function wordUnreadable(file: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'EISDIR')
    return `Where the file of ${file} should be is a folder. Name the file within it.`
  if (code === 'EACCES' || code === 'EPERM')
    return `The file of ${file} may not be read. Change who may read it, or name another.`
  return `The file of ${file} cannot be read. Check that it is there.`
}

/**
 * Options for `tls.connect`.
 *
 * @param withSystem Also trust what the operating system trusts.
 * @throws ProviderError with `settings` for a certificate or key that cannot be used.
 */
export function toTlsOptions(
  material: TlsMaterial | undefined,
  withSystem: boolean,
): ConnectionOptions {
  const context = createContext(material, withSystem)
  return {
    ...(context === undefined ? {} : { secureContext: context }),
    ...(material?.serverName === undefined ? {} : { servername: material.serverName }),
    // Whether a certificate is refused all the same is judged after the handshake.
    ...(material?.allowSelfSigned === true ? { rejectUnauthorized: false } : {}),
  }
}

function createContext(
  material: TlsMaterial | undefined,
  withSystem: boolean,
): SecureContext | undefined {
  const { caPem, certPem, keyPem, passphrase } = material ?? {}
  if (caPem === undefined && certPem === undefined && !withSystem) return undefined
  if (caPem !== undefined) refuseUnreadable(caPem, material?.caFile)
  const usual = caPem === undefined && !withSystem ? undefined : getCACertificates('default')
  const ca = usual && [
    ...usual,
    ...(withSystem ? getCACertificates('system') : []),
    ...(caPem === undefined ? [] : [caPem]),
  ]
  try {
    return createSecureContext({ ca, cert: certPem, key: keyPem, passphrase })
  } catch (cause) {
    const words = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw new ProviderError({
      code: 'settings',
      message: /PASS|BAD_DECRYPT|INTERRUPTED/.test(words)
        ? 'The private key of the client certificate cannot be opened. Check its passphrase.'
        : /MISMATCH/.test(words)
          ? 'The private key does not belong to the client certificate. Choose the pair that was made together.'
          : `The certificate${nameFile(material?.certFile)} or its key cannot be used${words === '' ? '' : ` (${words})`}. Paste it whole, with its BEGIN and END lines.`,
      cause,
    })
  }
}

const certificate = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----[\s\S]*?-----END \1-----/g

/** OpenSSL leaves out, in silence, an authority that it cannot read and all that follow it. */
function refuseUnreadable(caPem: string, caFile: string | undefined): void {
  const file = nameFile(caFile)
  const found = caPem.match(certificate) ?? []
  if (found.length === 0) {
    const message = `The authorities${file} hold no whole certificate. Choose another file, or paste them again.`
    throw new ProviderError({ code: 'settings', message })
  }
  const broken = found.findIndex((pem) => !isReadable(pem))
  if (broken === -1) return
  const which = found.length === 1 ? 'certificate' : `certificate number ${broken + 1}`
  const message = `The ${which} of the authorities${file} cannot be read. Choose another file, or paste them again.`
  throw new ProviderError({ code: 'settings', message })
}

function isReadable(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

const nameFile = (path: string | undefined): string => (path === undefined ? '' : ` (${path})`)

/** For an https proxy, which is verified like any host: the added authorities, without the endpoint's identity. */
export function authoritiesOf(material: TlsMaterial | undefined): TlsMaterial | undefined {
  if (material?.caPem === undefined) return undefined
  return {
    caPem: material.caPem,
    caFile: material.caFile,
    certFile: undefined,
    certPem: undefined,
    keyPem: undefined,
    passphrase: undefined,
    allowSelfSigned: false,
    serverName: undefined,
  }
}
