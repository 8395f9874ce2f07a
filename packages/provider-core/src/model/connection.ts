/** @file How an endpoint is connected to: proxy, TLS, retry. Holds no secret: passwords and keys are in the vault. */
import { z } from 'zod'

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === '' ? undefined : value))

export const proxySchema = z.strictObject({
  /** `http:`, `https:`, `socks5:` (names are looked up here) or `socks5h:` (the proxy looks them up). */
  url: optionalText,
  /** The password is the secret `proxyPassword`. */
  username: optionalText,
  /** Hosts reached without it: `host`, `.domain`, `host:port`, an address, a network such as `10.0.0.0/8`, or `*`. */
  noProxy: z.array(z.string().trim().min(1)).default([]),
  /** With no `url`, the usual variables of the environment hold (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY). */
  fromEnvironment: z.boolean().default(false),
})
export type ProxySettings = z.infer<typeof proxySchema>

/** The private key is the secret `clientKey` (PEM), its passphrase `clientKeyPassphrase`. */
export const tlsSchema = z.strictObject({
  /** Authorities to trust besides the usual ones: absolute path of a PEM file, or the PEM itself. */
  caFile: optionalText,
  caPem: optionalText,
  clientCertFile: optionalText,
  clientCertPem: optionalText,
  /** Also take a certificate that no known authority signed, of this endpoint only. */
  allowSelfSigned: z.boolean().default(false),
  /** Name to ask for and to verify in place of the URL's host. */
  serverName: optionalText,
})
export type TlsSettings = z.infer<typeof tlsSchema>

/** When a request that got no answer is sent again. One whose answer has begun never is. */
export const retrySchema = z.strictObject({
  /** How often it is sent at most. Once unless set: who waits for an answer wants to see a refusal at once. */
  attempts: z.number().int().min(1).max(10).default(1),
  /** Longest wait between two; a server that asks for more gets no other try. Milliseconds. */
  maxDelayMs: z.number().int().min(0).max(600_000).default(10_000),
})
export type Retry = z.infer<typeof retrySchema>

export const defaultRetry: Retry = { attempts: 1, maxDelayMs: 10_000 }
