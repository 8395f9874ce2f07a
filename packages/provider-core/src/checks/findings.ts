/** @file Causes in words: what an error of a check means and which field mends it. */
import { isLoopback } from '../addressing/is-loopback.ts'
import type { Finding, Fix } from '../model/check.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { ErrorInfo } from '../model/error.ts'
import type { WireRecord } from '../model/wire-record.ts'
import { isCredentialName } from '../model/secret.ts'
import { cutOperation } from '../specs/cut-operation.ts'
import { getSpec } from '../specs/registry.ts'
import { resolveCredentialKind } from '../specs/resolve-credential-kind.ts'
import { errorCodeOf } from '../transport/network-error.ts'
import { isCertificateFailure } from '../transport/tls-failure.ts'

export interface FailureContext {
  readonly resolved: ResolvedEndpoint
  readonly url: URL
  /** The error before it was made plain; tells the TLS reason. */
  readonly cause?: unknown
  readonly wire?: WireRecord | undefined
}

/** The finding for a failure, with the fix that follows from it alone. Fixes that need a try are in `fixes.ts`. */
export function explainFailure(error: ErrorInfo, context: FailureContext): Finding {
  const finding = findCause(error, context)
  return { severity: 'error', ...finding }
}

type Cause = Pick<Finding, 'code' | 'message'> & { fix?: Fix }

const showBaseUrl: Fix = { label: 'Show the base URL', focus: 'baseUrl' }

function findCause(error: ErrorInfo, context: FailureContext): Cause {
  switch (error.code) {
    case 'host-not-found':
    case 'connection-refused':
      return { code: error.code, message: error.message, fix: showBaseUrl }
    case 'timeout':
      return {
        code: 'timeout',
        message: `${error.message} A server that is still loading its model may answer later; else check the address and the network.`,
      }
    case 'connection':
      return { code: 'connection-failed', message: error.message }
    case 'tls':
      return explainTls(error, context)
    case 'plain-http':
      return {
        code: 'plain-http',
        message: `${error.message} Use https if the server has it, or allow plain http for this endpoint.`,
        fix: { label: 'Allow plain http', changes: { allowPlainHttp: true } },
      }
    case 'redirected':
      return explainRedirect(error, context)
    case 'authentication':
      return explainKey(error, context)
    case 'missing-secret':
    case 'credentials':
      return { code: error.code, message: error.message, fix: focusSecret(context) }
    case 'handler':
    case 'handler-unconfirmed':
      return { code: error.code, message: error.message }
    default:
      return explainAnswer(error, context)
  }
}

function explainAnswer(error: ErrorInfo, { resolved, wire }: FailureContext): Cause {
  const status = error.status ?? wire?.status
  const inside = wire?.status !== undefined && wire.status >= 200 && wire.status < 300
  switch (error.code) {
    case 'permission':
      return {
        code: 'not-allowed',
        message: `${error.message} The key is known, but it may not do this. Check its rights and the model.`,
      }
    case 'rate-limit':
      return { code: 'rate-limited', message: `${error.message} ${describeWait(error)}` }
    case 'invalid-answer':
      return /web page/.test(error.message)
        ? {
            code: 'html-answer',
            message:
              'The server answered with a web page. The base URL probably leads to a site, not to its API.',
            fix: showBaseUrl,
          }
        : { code: 'invalid-answer', message: error.message }
    case 'stream-broken':
      return {
        code: 'stream-broken',
        message: `${error.message} A proxy on the way may cut long answers.`,
      }
    case 'not-found':
      return { code: 'not-found', message: error.message, fix: showBaseUrl }
    default:
      if (inside) {
        return {
          code: 'error-in-200',
          message: `The server answered ${wire?.status}, but with an error inside: ${error.message}`,
        }
      }
      if (status !== undefined && status >= 500) {
        return {
          code: 'server-error',
          message: `${error.message} ${whoseFault(resolved)}`,
        }
      }
      return {
        code: error.code === 'invalid-request' ? 'request-refused' : error.code,
        message: error.message,
      }
  }
}

function whoseFault({ endpoint }: ResolvedEndpoint): string {
  return getSpec(endpoint.spec).platform === 'handler'
    ? 'The fault is in the code of the handler.'
    : "The fault is on the server's side."
}

function explainTls(error: ErrorInfo, { resolved, url, cause }: FailureContext): Cause {
  const reason = errorCodeOf(cause)
  if (isCertificateFailure(reason))
    return { code: certificateFinding(reason), message: error.message }
  const { baseUrl } = resolved.endpoint
  if (isLoopback(url.hostname) && baseUrl !== undefined) {
    return {
      code: 'no-tls',
      message: error.message,
      fix: { label: 'Use http', changes: { baseUrl: baseUrl.replace(/^https:/i, 'http:') } },
    }
  }
  return { code: 'tls-failed', message: error.message, fix: showBaseUrl }
}

function certificateFinding(reason: string | undefined): string {
  switch (reason) {
    case 'CERT_HAS_EXPIRED':
      return 'certificate-expired'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'certificate-wrong-host'
    case 'CERT_NOT_YET_VALID':
      return 'certificate-not-yet-valid'
    default:
      return 'certificate-untrusted'
  }
}

function explainRedirect(error: ErrorInfo, { resolved }: FailureContext): Cause {
  const target = error.url ?? ''
  const cause = { code: 'redirected', message: error.message }
  if (!URL.canParse(target) || resolved.endpoint.exactUrl) return cause
  const cut = cutOperation(target, resolved.endpoint.spec)
  // A redirect that leads away from the operation (a login page) has no base to offer.
  if (cut === undefined || cut.baseUrl === '') return cause
  const query = new URL(resolved.endpoint.baseUrl ?? target).search
  return { ...cause, fix: { label: 'Use that address', changes: { baseUrl: cut.baseUrl + query } } }
}

function explainKey(error: ErrorInfo, context: FailureContext): Cause {
  const { secrets } = context.resolved
  const fix = focusSecret(context)
  const typed = resolveCredentialKind(context.resolved.endpoint, secrets)?.secrets.length !== 0
  if (typed && Object.values(secrets).every((value) => value === undefined)) {
    return { code: 'key-missing', message: `${error.message} No key is set.`, fix }
  }
  const sent = (context.wire?.requestHeaders ?? []).filter(([name]) => isCredentialName(name))
  const doubled =
    sent.length > 1 && !sent.some(([name]) => name.startsWith('x-amz-'))
      ? ` Two credentials were sent (${sent.map(([name]) => name).join(', ')}); one of them may be in the way.`
      : ''
  return {
    code: 'key-refused',
    message: `${error.message} The key was refused. Check it, or make a new one where the server's owner hands them out.${doubled}`,
    fix,
  }
}

function focusSecret({ resolved }: FailureContext): Fix {
  const { endpoint, secrets } = resolved
  const kind = resolveCredentialKind(endpoint, secrets)
  const secret = kind?.secrets[0]?.name ?? kind?.fields?.[0]?.name
  if (secret !== undefined) return { label: 'Show the key', focus: secret }
  const several = getSpec(endpoint.spec).credentials.length > 1
  return several
    ? { label: 'Choose how to authenticate', focus: 'credentialKind' }
    : { label: 'Show the key', focus: 'apiKey' }
}

function describeWait(error: ErrorInfo): string {
  const retry = 'The address works; too much was asked of it.'
  if (error.retryAfterMs === undefined) return `${retry} Try again later.`
  return `${retry} Try again in ${Math.ceil(error.retryAfterMs / 1000)} s.`
}
