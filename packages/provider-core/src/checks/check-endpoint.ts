/** @file The staged check of an endpoint, saved or not: what works, what does not, and what mends it. */
import { createRedactor } from '../errors/redact.ts'
import { toErrorInfo } from '../errors/to-error-info.ts'
import { checkStageIds, type CheckEvent, type CheckReport } from '../model/check.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { Engine } from '../operations/engine.ts'
import { credentialsOf, hasFailed, settleStage, type CheckRun } from './check-run.ts'
import { reachHost } from './reach-host.ts'
import { talk } from './talk.ts'

export interface CheckOptions {
  readonly signal: AbortSignal
  /** Model to try, ours or upstream; else the endpoint's own, a mapped or a listed one. */
  readonly modelId?: string | undefined
  /** Milliseconds that one stage may take. Default 15,000. */
  readonly stageLimitMs?: number | undefined
}

/**
 * Checks an endpoint stage by stage: address, connection, TLS, auth, models, reply, stream. Sends real
 * requests (some 40 tokens). `auth` is judged by the answers, so its stage may be told twice; the
 * last word counts. Never throws; the last event is exactly one `report`, also after an abort.
 */
export async function* checkEndpoint(
  resolved: ResolvedEndpoint,
  engine: Engine,
  options: CheckOptions,
): AsyncGenerator<CheckEvent> {
  const at = engine.now().toISOString()
  const run: CheckRun = {
    resolved,
    // What a check reports is the first answer, not the one that a second try may get.
    engine: { ...engine, patience: undefined },
    redactor: createRedactor(Object.values(resolved.secrets)),
    signal: options.signal,
    limitMs: options.stageLimitMs ?? 15_000,
    beganAt: engine.clock(),
    stages: [],
    findings: [],
    evidence: [],
    wantedModelId: options.modelId,
    modelId: undefined,
    models: undefined,
    certificate: undefined,
    error: undefined,
  }
  try {
    yield* reachHost(run)
    if (!hasFailed(run)) yield* talk(run)
  } catch (error) {
    run.error ??= toErrorInfo(error, run.redactor.text)
  }
  for (const id of checkStageIds) {
    if (!run.stages.some((stage) => stage.id === id))
      yield settleStage(run, { id, state: 'skipped' })
  }
  yield { type: 'report', report: writeReport(run, at) }
}

function writeReport(run: CheckRun, at: string): CheckReport {
  const stages = checkStageIds.flatMap((id) => run.stages.filter((stage) => stage.id === id))
  const ok = stages.every(({ state }) => state === 'passed' || state === 'note')
  const report: CheckReport = {
    ok,
    summary: ok ? 'Answers' : summarize(run),
    stages,
    findings: run.findings,
    evidence: run.evidence,
    at,
    totalMs: run.engine.clock() - run.beganAt,
  }
  if (run.modelId !== undefined) report.modelId = run.modelId
  if (run.models !== undefined) report.models = run.models
  const credentials = credentialsOf(run)
  if (credentials.source !== 'none') report.credentials = credentials
  if (run.certificate !== undefined) report.certificate = run.certificate
  if (!ok && run.error !== undefined) report.error = run.error
  return report
}

/** One short phrase, such as "404 at reply". */
function summarize(run: CheckRun): string {
  if (run.signal.aborted) return 'Stopped'
  const stage = checkStageIds.find((id) =>
    run.stages.some((candidate) => candidate.id === id && candidate.state === 'failed'),
  )
  const { error } = run
  if (error?.status !== undefined) return `${error.status} at ${stage ?? 'reply'}`
  switch (error?.code) {
    case 'host-not-found':
      return 'Host not found'
    case 'connection-refused':
      return 'Connection refused'
    case 'timeout':
      return `Timeout at ${stage ?? 'connection'}`
    case 'tls':
      return 'TLS failed'
    case 'settings':
      return 'Not complete'
    case 'handler-unconfirmed':
      return 'Not allowed to run'
    case 'handler':
      return 'Handler failed'
    default:
      return `Failed at ${stage ?? 'address'}`
  }
}
