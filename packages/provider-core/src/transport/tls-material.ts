/** @file An endpoint's TLS settings with their files read, and what they mean for a handshake. */
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
  return { caPem, certPem, keyPem, passphrase, allowSelfSigned, serverName }
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
      message: `The file of the ${what} (${path}) cannot be read. Check that it is there.`,
      cause,
    })
  }
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
          : `The certificate or its key cannot be used${words === '' ? '' : ` (${words})`}. Paste it whole, with its BEGIN and END lines.`,
      cause,
    })
  }
}

/** For an https proxy, which is verified like any host: the added authorities, without the endpoint's identity. */
export function authoritiesOf(material: TlsMaterial | undefined): TlsMaterial | undefined {
  if (material?.caPem === undefined) return undefined
  return {
    caPem: material.caPem,
    certPem: undefined,
    keyPem: undefined,
    passphrase: undefined,
    allowSelfSigned: false,
    serverName: undefined,
  }
}
