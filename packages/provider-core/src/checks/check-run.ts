/** @file The state of one check, and running one of its stages. */
import { toErrorInfo } from '../errors/to-error-info.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { Redactor } from '../errors/redact.ts'
import type {
  CertificateInfo,
  CheckEvent,
  CheckStage,
  CheckStageId,
  Evidence,
  Finding,
} from '../model/check.ts'
import type { CredentialInfo } from '../model/credential.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { ErrorInfo } from '../model/error.ts'
import type { Engine } from '../operations/engine.ts'
import { describeCredentials } from '../platforms/describe-credentials.ts'
import { getSpec } from '../specs/registry.ts'

/** What a check has found out so far. Stages write into it. */
export interface CheckRun {
  readonly resolved: ResolvedEndpoint
  readonly engine: Engine
  readonly redactor: Redactor
  readonly signal: AbortSignal
  /** Milliseconds that one stage may take. */
  readonly limitMs: number
  readonly beganAt: number
  readonly stages: CheckStage[]
  readonly findings: Finding[]
  readonly evidence: Evidence[]
  /** Model id that the caller asked for. */
  readonly wantedModelId: string | undefined
  modelId: string | undefined
  models: string[] | undefined
  certificate: CertificateInfo | undefined
  /** The first failure. */
  error: ErrorInfo | undefined
}

export type StageResult = Omit<CheckStage, 'id' | 'startMs' | 'ms'>

/** Runs one stage with its time and its limit. `work` reports failure by its result or by throwing. */
export async function* runStage(
  run: CheckRun,
  id: CheckStageId,
  work: (signal: AbortSignal) => Promise<StageResult>,
): AsyncGenerator<CheckEvent> {
  yield { type: 'stage-start', id }
  const startedAt = run.engine.clock()
  const result = await limited(run, work).catch((error: unknown) => failStage(run, error))
  yield settleStage(run, {
    id,
    ...result,
    startMs: startedAt - run.beganAt,
    ms: run.engine.clock() - startedAt,
  })
}

/** Keeps a stage, in place of an earlier word on it, and gives the event that tells of it. */
export function settleStage(run: CheckRun, stage: CheckStage): CheckEvent {
  const index = run.stages.findIndex(({ id }) => id === stage.id)
  if (index === -1) run.stages.push(stage)
  else run.stages[index] = stage
  return { type: 'stage', stage }
}

/** Gives `work` a signal that aborts at the stage limit, and names that limit when it was what stopped it. */
export async function limited<T>(
  run: CheckRun,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(run.limitMs)
  try {
    return await work(AbortSignal.any([run.signal, deadline]))
  } catch (error) {
    if (deadline.aborted && !run.signal.aborted) throw stageTimeout(run.limitMs, error)
    throw error
  }
}

/** What a stage becomes that ran into `error`; the error is kept as the check's own if it is the first. */
export function failStage(run: CheckRun, error: unknown): StageResult {
  const info = toErrorInfo(error, run.redactor.text)
  run.error ??= info
  return { state: 'failed', detail: info.message }
}

export function stageTimeout(limitMs: number, cause: unknown): ProviderError {
  return new ProviderError({
    code: 'timeout',
    message: `There was no complete answer within ${limitMs / 1000} s.`,
    cause,
  })
}

/** Where the endpoint's credentials come from, as far as is known by now. */
export function credentialsOf({ resolved, engine }: CheckRun): CredentialInfo {
  const platform = engine.getPlatform(getSpec(resolved.endpoint.spec).platform)
  const { tokenCommands: commands, now } = engine
  return describeCredentials(resolved, platform, { commands, now })
}

export function hasFailed(run: CheckRun): boolean {
  return run.stages.some((stage) => stage.state === 'failed')
}
