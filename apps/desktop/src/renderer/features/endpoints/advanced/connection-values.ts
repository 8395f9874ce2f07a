/** @file Proxy, TLS and retry: between the settings and the form. */
import {
  defaultRetry,
  type EndpointDraftInput,
  type EndpointFields,
  type FieldIssue,
} from '@patchbay/provider-core/model'
import { findPemFault } from '@patchbay/provider-core/specs'
import { isPem } from './pem.ts'
import { readNumber } from './read-number.ts'

export interface ProxyValues {
  url: string
  username: string
  /** Hosts, with commas or blanks between them. */
  noProxy: string
  fromEnvironment: boolean
}

/** `ca` and `clientCert` hold a PEM text or the path of a file. */
export interface TlsValues {
  ca: string
  clientCert: string
  allowSelfSigned: boolean
  serverName: string
}

/** As typed; empty for the default. */
export interface RetryValues {
  attempts: string
  /** Seconds. */
  maxDelay: string
}

export function proxyValuesOf(proxy: EndpointFields['proxy']): ProxyValues {
  return {
    url: proxy?.url ?? '',
    username: proxy?.username ?? '',
    noProxy: proxy?.noProxy.join(', ') ?? '',
    fromEnvironment: proxy?.fromEnvironment ?? false,
  }
}

export function readProxy(values: ProxyValues): EndpointDraftInput['proxy'] {
  const noProxy = values.noProxy.split(/[\s,]+/).filter((host) => host !== '')
  const url = values.url.trim()
  const username = values.username.trim()
  const isSet = url !== '' || username !== '' || noProxy.length > 0 || values.fromEnvironment
  return isSet ? { url, username, noProxy, fromEnvironment: values.fromEnvironment } : undefined
}

export function tlsValuesOf(tls: EndpointFields['tls']): TlsValues {
  return {
    ca: tls?.caPem ?? tls?.caFile ?? '',
    clientCert: tls?.clientCertPem ?? tls?.clientCertFile ?? '',
    allowSelfSigned: tls?.allowSelfSigned ?? false,
    serverName: tls?.serverName ?? '',
  }
}

export function readTls(values: TlsValues, issues: FieldIssue[]): EndpointDraftInput['tls'] {
  const ca = readPemOrPath(values.ca, 'tls.ca', issues)
  const certificate = readPemOrPath(values.clientCert, 'tls.clientCert', issues)
  const serverName = values.serverName.trim()
  const isSet = ca || certificate || serverName !== '' || values.allowSelfSigned
  if (!isSet) return undefined
  return {
    ...(ca && (ca.pem ? { caPem: ca.text } : { caFile: ca.text })),
    ...(certificate &&
      (certificate.pem
        ? { clientCertPem: certificate.text }
        : { clientCertFile: certificate.text })),
    allowSelfSigned: values.allowSelfSigned,
    serverName,
  }
}

function readPemOrPath(
  typed: string,
  field: string,
  issues: FieldIssue[],
): { readonly text: string; readonly pem: boolean } | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  const pem = isPem(text)
  const fault = pem ? findPemFault(text) : undefined
  if (fault !== undefined) issues.push({ field, message: fault })
  return { text, pem }
}

/** Empty for the default, so that only what was chosen shows as chosen. */
export function retryValuesOf(retry: EndpointFields['retry']): RetryValues {
  const { attempts, maxDelayMs } = { ...defaultRetry, ...retry }
  return {
    attempts: attempts === defaultRetry.attempts ? '' : String(attempts),
    maxDelay: maxDelayMs === defaultRetry.maxDelayMs ? '' : String(maxDelayMs / 1000),
  }
}

export function readRetry(values: RetryValues, issues: FieldIssue[]): EndpointDraftInput['retry'] {
  const attempts = readNumber(
    values.attempts,
    { field: 'retry.attempts', least: 1, most: 10, whole: true, words: 'Type a whole number' },
    issues,
  )
  const seconds = readNumber(
    values.maxDelay,
    { field: 'retry.maxDelay', least: 0, most: 600, words: 'Type seconds' },
    issues,
  )
  if (attempts === undefined && seconds === undefined) return undefined
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(seconds === undefined ? {} : { maxDelayMs: Math.round(seconds * 1000) }),
  }
}
