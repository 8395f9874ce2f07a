/** @file The stages before any request: address, connection, TLS; or making ready what answers in place of a server. */
import { isLoopback } from '../addressing/is-loopback.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { CheckEvent, Finding } from '../model/check.ts'
import { hasRequestSecret } from '../model/secret.ts'
import type { Platform } from '../platforms/platform.ts'
import { getSpec } from '../specs/registry.ts'
import { proxyAddress } from '../transport/find-proxy.ts'
import {
  probeAddress,
  probeConnection,
  probeTls,
  type ProbeOptions,
  type TlsProbe,
} from '../transport/probe.ts'
import {
  failStage,
  hasFailed,
  runStage,
  settleStage,
  type CheckRun,
  type StageResult,
} from './check-run.ts'
import { explainFailure } from './findings.ts'
import { planProbe } from './plan-probe.ts'

/** Certificates that end within this many days are worth a word. */
const soonDays = 14

/** Resolves, connects and shakes hands. Stops after the first stage that fails. */
export async function* reachHost(run: CheckRun): AsyncGenerator<CheckEvent> {
  const { resolved, engine } = run
  const platform = engine.getPlatform(getSpec(resolved.endpoint.spec).platform)
  if (platform.prepare !== undefined) {
    yield* prepareAnswers(run, platform.prepare.bind(platform))
    return
  }
  let url: URL | undefined
  let probe: ProbeOptions | undefined
  yield* runStage(run, 'address', async () => {
    url = findUrl(run)
    if (url === undefined) return { state: 'failed', detail: 'Not complete.' }
    return explaining(run, url, async (target) => {
      probe = await planProbe(run, target)
      const addresses = await probeAddress(probe)
      const { proxy } = probe
      const words = describeAddresses(proxy?.host ?? target.hostname, addresses)
      return { state: 'passed', detail: proxy === undefined ? words : `proxy ${words}` }
    })
  })
  if (url === undefined || probe === undefined || hasFailed(run)) return
  const target = url
  const route = probe
  yield* runStage(run, 'connection', () =>
    explaining(run, target, async () => {
      await probeConnection(route)
      const { proxy } = route
      const through = proxy === undefined ? '' : ` through ${proxyAddress(proxy)}`
      return { state: 'passed', detail: target.host + through }
    }),
  )
  if (hasFailed(run)) return
  yield* runStage(run, 'tls', () =>
    target.protocol === 'https:'
      ? explaining(run, target, () => shakeHands(run, route))
      : Promise.resolve(judgePlainHttp(run, target)),
  )
}

/** For platforms that answer by themselves: nothing is connected to. */
async function* prepareAnswers(
  run: CheckRun,
  prepare: NonNullable<Platform['prepare']>,
): AsyncGenerator<CheckEvent> {
  yield* runStage(run, 'address', async (signal) => {
    const url = findUrl(run)
    if (url === undefined) return { state: 'failed', detail: 'Not complete.' }
    return explaining(run, url, async () => ({
      state: 'passed',
      detail: await prepare(run.resolved, signal),
    }))
  })
  if (hasFailed(run)) return
  yield settleStage(run, { id: 'connection', state: 'passed', detail: 'not used' })
  yield settleStage(run, { id: 'tls', state: 'passed', detail: 'not used' })
}

/** The address of a chat request, or findings on the fields that do not make one. */
function findUrl(run: CheckRun): URL | undefined {
  const { endpoint } = run.resolved
  const spec = getSpec(endpoint.spec)
  const issues = spec.checkFields(endpoint)
  if (issues.length > 0) {
    for (const { field, message } of issues) {
      run.findings.push({
        code: 'field',
        severity: 'error',
        message,
        fix: { label: 'Show the field', focus: field },
      })
    }
    run.error ??= {
      code: 'settings',
      message: issues.map(({ message }) => message).join(' '),
      retryable: false,
    }
    return undefined
  }
  const modelId = run.wantedModelId ?? endpoint.models[0] ?? 'model'
  const dialect = spec.resolveDialect(endpoint, modelId)
  const address = spec.address(endpoint, { kind: 'chat', dialect, modelId, stream: false })
  if (address === undefined)
    throw new ProviderError({
      code: 'settings',
      message: 'There is no address for a chat request.',
    })
  return new URL(address.url)
}

async function explaining(
  run: CheckRun,
  url: URL,
  work: (url: URL) => Promise<StageResult>,
): Promise<StageResult> {
  try {
    return await work(url)
  } catch (error) {
    const failure = failStage(run, error)
    if (run.error !== undefined) {
      run.findings.push(explainFailure(run.error, { resolved: run.resolved, url, cause: error }))
    }
    return failure
  }
}

async function shakeHands(run: CheckRun, options: ProbeOptions): Promise<StageResult> {
  const { url } = options
  const probe = await probeTls({ ...options, now: run.engine.now })
  run.certificate = probe.certificate
  if (probe.refusal !== undefined) throw probe.refusal
  const ending = findEndingCertificate(probe, url)
  if (ending !== undefined) run.findings.push(ending)
  if (probe.takenUnverified) {
    run.findings.push({
      code: 'certificate-not-verified',
      severity: 'note',
      message: `No known authority signed the certificate of ${url.host}; it is taken because you allowed that. Anyone on the way could pose as the server.`,
    })
  }
  return { state: 'passed', detail: describeTls(probe) }
}

function findEndingCertificate({ certificate }: TlsProbe, url: URL): Finding | undefined {
  if (certificate === undefined || certificate.daysLeft >= soonDays) return undefined
  const days = certificate.daysLeft
  return {
    code: 'certificate-ends-soon',
    severity: 'warning',
    message: `The certificate of ${url.host} ends in ${days} ${days === 1 ? 'day' : 'days'}. Its owner has to renew it.`,
  }
}

function judgePlainHttp(run: CheckRun, url: URL): StageResult {
  const { endpoint, secrets } = run.resolved
  const foreign = !isLoopback(url.hostname)
  const hasKey = hasRequestSecret(secrets)
  if (!foreign || !hasKey) return { state: 'passed', detail: 'not used' }
  if (endpoint.allowPlainHttp) {
    run.findings.push({
      code: 'plain-http-allowed',
      severity: 'note',
      message: `The key travels to ${url.host} without encryption, as you allowed.`,
    })
    return { state: 'passed', detail: 'not used' }
  }
  const error = new ProviderError({
    code: 'plain-http',
    url: url.origin,
    message: `Over http the key would travel to ${url.host} readable by anyone on the way.`,
  })
  run.findings.push(
    explainFailure(error.toInfo(run.redactor.text), { resolved: run.resolved, url }),
  )
  failStage(run, error)
  return { state: 'failed', detail: 'not used, and there is a key to protect' }
}

function describeAddresses(hostname: string, addresses: readonly string[]): string {
  const [first, ...others] = addresses
  if (first === undefined || first === hostname) return hostname
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

function describeTls({ protocol, certificate }: TlsProbe): string {
  const parts = [protocol, certificate?.issuer, certificate && `${certificate.daysLeft} days left`]
  return parts.filter((part) => part !== undefined && part !== '').join(', ')
}
