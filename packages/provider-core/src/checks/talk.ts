/** @file The stages that talk to the API: auth (judged by the answers), models, reply, stream. */
import { createRedactor } from '../errors/redact.ts'
import { toErrorInfo } from '../errors/to-error-info.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { CheckEvent, CheckStage, Finding } from '../model/check.ts'
import type { CredentialInfo } from '../model/credential.ts'
import type { ErrorInfo } from '../model/error.ts'
import type { WireRecord } from '../model/wire-record.ts'
import { listModels } from '../operations/list-models.ts'
import { getSpec } from '../specs/registry.ts'
import { askModel, type Asked } from './ask-model.ts'
import {
  credentialsOf,
  hasFailed,
  limited,
  runStage,
  settleStage,
  stageTimeout,
  type CheckRun,
  type StageResult,
} from './check-run.ts'
import { explainFailure } from './findings.ts'
import {
  describeProvenChange,
  findAnsweringBase,
  findHttps,
  findListingBase,
  suggestModel,
  type ProvenChange,
} from './fixes.ts'
import { chooseOwnModel, pickModel } from './pick-model.ts'

/** Status codes with which servers say that they have no model list. */
const noListStatus: ReadonlySet<number> = new Set([404, 405, 501])

interface Listing {
  readonly error: ErrorInfo | undefined
  readonly wire: WireRecord | undefined
  /** Another base URL at which the list answers. */
  readonly elsewhere: ProvenChange | undefined
}

/** Lists models, asks one for a word, and asks again as a stream. Stops when the key is refused outright. */
export async function* talk(run: CheckRun): AsyncGenerator<CheckEvent> {
  yield { type: 'stage-start', id: 'auth' }
  let listing: Listing = { error: undefined, wire: undefined, elsewhere: undefined }
  yield* runStage(run, 'models', async () => {
    listing = await readListing(run)
    return describeListing(run, listing)
  })
  const unsigned =
    listing.error !== undefined && isUnsigned(listing.error) ? listing.error : undefined
  yield settleStage(run, judgeAuth(run, listing.error, undefined, unsigned !== undefined))
  if (unsigned !== undefined) {
    keepFailure(run, unsigned, listing.wire)
    return
  }

  let reply: Asked | undefined
  yield* runStage(run, 'reply', async () => {
    const modelId = chooseModel(run, listing)
    if (modelId === undefined) return refuseWithoutModel(run, listing)
    reply = await ask(run, modelId, false)
    if (reply.error !== undefined) await findCause(run, modelId, reply, listing)
    return describeReply(run, reply, `${modelId} answered`)
  })
  yield settleStage(run, judgeAuth(run, listing.error, reply, true))
  if (hasFailed(run) || run.modelId === undefined) return

  const { modelId } = run
  yield* runStage(run, 'stream', async () => {
    const asked = await ask(run, modelId, true)
    if (asked.error !== undefined) keepFailure(run, asked.error, asked.wire)
    const firstMs = asked.timing?.firstTokenMs
    const passed = firstMs === undefined ? 'no text came' : `first token ${Math.round(firstMs)} ms`
    return describeReply(run, asked, passed)
  })
}

async function readListing(run: CheckRun): Promise<Listing> {
  let wire: WireRecord | undefined
  const onWire = (record: WireRecord): void => {
    wire = record
  }
  try {
    const listing = await limited(run, (signal) =>
      listModels(run.resolved, run.engine, { signal, onWire }),
    )
    if (listing.supported) run.models = [...listing.models]
    return { error: undefined, wire, elsewhere: undefined }
  } catch (error) {
    const info = toErrorInfo(error, createRedactor(Object.values(run.resolved.secrets)).text)
    const lost = (info.status !== undefined && noListStatus.has(info.status)) || isWebPage(info)
    return { error: info, wire, elsewhere: lost ? await findListingBase(run) : undefined }
  } finally {
    if (wire !== undefined) run.evidence.push({ title: 'Model list', wire })
  }
}

function describeListing(run: CheckRun, { error, wire }: Listing): StageResult {
  const waitMs = wire?.headersMs === undefined ? {} : { waitMs: wire.headersMs }
  if (error === undefined) {
    return run.models === undefined
      ? { state: 'note', detail: 'This type has no model list.' }
      : { state: 'passed', detail: `${run.models.length} listed`, ...waitMs }
  }
  if (isUnsigned(error)) return { state: 'skipped' }
  const status = error.status === undefined ? '' : `, ${error.status}`
  const refused = error.code === 'authentication' || error.code === 'permission'
  const missing = error.status !== undefined && noListStatus.has(error.status)
  const detail = refused
    ? `Not allowed to list models${status}.`
    : missing
      ? `No model list${status}. A note, not a failure.`
      : `No model list: ${error.message}`
  return { state: 'note', detail, ...waitMs }
}

/** What the answers so far say about the key. `final`: there will be no more. */
function judgeAuth(
  run: CheckRun,
  listError: ErrorInfo | undefined,
  reply: Asked | undefined,
  final: boolean,
): CheckStage {
  const credentials = credentialsOf(run)
  const hasKey =
    credentials.source !== 'none' ||
    Object.values(run.resolved.secrets).some((value) => value !== undefined)
  const origin = tellsMore(credentials) ? ` ${credentials.detail}` : ''
  const refusal = [reply?.error, listError].find(
    (error) => error !== undefined && (error.code === 'authentication' || isUnsigned(error)),
  )
  const answered = reply !== undefined && reply.error === undefined
  if (answered) {
    const isHandler = getSpec(run.resolved.endpoint.spec).platform === 'handler'
    const detail = !hasKey
      ? 'No key set, none was asked for.'
      : isHandler
        ? 'Your code was given what is set here.'
        : refusal === undefined
          ? 'Key accepted.'
          : 'Key accepted for chat, refused for the model list.'
    return { id: 'auth', state: 'passed', detail: detail + origin }
  }
  if (refusal !== undefined && final) {
    return { id: 'auth', state: 'failed', detail: refusal.message }
  }
  if (!hasKey)
    return { id: 'auth', state: 'passed', detail: 'No key set, none was asked for so far.' }
  const accepted = listError === undefined && run.models !== undefined
  const detail = accepted ? 'Key sent, model list allowed.' : 'Key sent, not refused so far.'
  return { id: 'auth', state: 'passed', detail: detail + origin }
}

/** A plain key from the form or the vault needs no words; a variable, what this machine has, and what ends, does. */
function tellsMore({ source, expiry }: CredentialInfo): boolean {
  if (source === 'own-header' || source === 'none') return false
  return expiry !== 'fixed' || (source !== 'typed' && source !== 'vault')
}

function chooseModel(run: CheckRun, listing: Listing): string | undefined {
  run.modelId =
    chooseOwnModel(run.resolved.endpoint, run.wantedModelId) ??
    pickModel(run.models ?? []) ??
    pickModel(listing.elsewhere?.models ?? [])
  return run.modelId
}

/** Without a model nothing was asked for a reply; what kept the list from coming may be the cause. */
async function refuseWithoutModel(run: CheckRun, listing: Listing): Promise<StageResult> {
  const { error, wire } = listing
  if (listing.elsewhere !== undefined) {
    keepProven(run, listing.elsewhere, error)
  } else if (error !== undefined && !mayStillChat(error)) {
    await keepCause(run, error, wire)
  } else {
    run.findings.push({
      code: 'model-needed',
      severity: 'error',
      message:
        'No model is known here, so no reply could be tried. Add the id of a model that the endpoint serves.',
      fix: { label: 'Add a model', focus: 'models' },
    })
  }
  run.error ??= error ?? {
    code: 'unknown-model',
    message: 'No model is known to try.',
    retryable: false,
  }
  return { state: 'failed', detail: 'No model to try.' }
}

/** A server that has no model list, or keeps it from this key, may answer a chat all the same. */
function mayStillChat(error: ErrorInfo): boolean {
  if (isWebPage(error)) return false
  return (
    error.code === 'permission' || (error.status !== undefined && noListStatus.has(error.status))
  )
}

async function ask(run: CheckRun, modelId: string, stream: boolean): Promise<Asked> {
  const deadline = AbortSignal.timeout(run.limitMs)
  const signal = AbortSignal.any([run.signal, deadline])
  const asked = await askModel(run.resolved, run.engine, { modelId, stream, signal })
  if (asked.wire !== undefined) {
    run.evidence.push({ title: stream ? 'Streamed reply' : 'Reply', wire: asked.wire })
  }
  if (asked.error?.code !== 'aborted' || run.signal.aborted) return asked
  return { ...asked, error: toErrorInfo(stageTimeout(run.limitMs, undefined)) }
}

/** Names the cause of a failed reply; where another address or model may be meant, tries it first. */
async function findCause(
  run: CheckRun,
  modelId: string,
  { error, wire }: Asked,
  listing: Listing,
): Promise<void> {
  if (error === undefined) return
  const lost = error.status === 404 || error.status === 405 || isWebPage(error)
  if (lost) {
    const proven = (await findAnsweringBase(run, modelId)) ?? listing.elsewhere
    if (proven !== undefined) {
      keepProven(run, proven, error, wire)
      return
    }
    const other = suggestModel(run, modelId)
    if (other !== undefined && !isWebPage(error)) {
      run.error ??= error
      run.findings.push(other)
      return
    }
  }
  await keepCause(run, error, wire)
}

/** Names a failure; one that a TLS port gives to plain http is named for that. */
async function keepCause(
  run: CheckRun,
  error: ErrorInfo,
  wire: WireRecord | undefined,
): Promise<void> {
  const mayWantTls = error.code === 'connection' || isWebPage(error) || error.status === 400
  const https =
    wire !== undefined && mayWantTls ? await findHttps(run, new URL(wire.url)) : undefined
  if (https === undefined) {
    keepFailure(run, error, wire)
    return
  }
  run.error ??= error
  run.findings.push(https)
}

function describeReply(run: CheckRun, asked: Asked, passed: string): StageResult {
  const waitMs = asked.timing?.firstTokenMs ?? asked.wire?.headersMs
  const wait = waitMs === undefined ? {} : { waitMs }
  if (asked.error === undefined) return { state: 'passed', detail: passed, ...wait }
  run.error ??= asked.error
  return { state: 'failed', detail: asked.error.message, ...wait }
}

function keepProven(
  run: CheckRun,
  proven: ProvenChange,
  error: ErrorInfo | undefined,
  wire?: WireRecord,
): void {
  const path = new URL(wire?.url ?? error?.url ?? run.resolved.endpoint.baseUrl ?? 'http://x/')
    .pathname
  const status = error?.status ?? wire?.status
  run.error ??= error
  run.findings.push(describeProvenChange(proven, { status, path }))
  if (proven.wire !== undefined) {
    const title = proven.change.code === 'add-v1' ? 'Tried with /v1' : 'Tried with one /v1'
    run.evidence.push({ title, wire: proven.wire })
  }
}

function keepFailure(run: CheckRun, error: ErrorInfo, wire: WireRecord | undefined): void {
  const url = new URL(wire?.url ?? run.resolved.endpoint.baseUrl ?? 'http://localhost')
  const finding: Finding = explainFailure(error, {
    resolved: run.resolved,
    url,
    wire,
    cause: new ProviderError(error),
  })
  run.error ??= error
  run.findings.push(finding)
}

/** The request could not even be signed. */
function isUnsigned(error: ErrorInfo): boolean {
  return error.code === 'missing-secret' || error.code === 'credentials'
}

function isWebPage(error: ErrorInfo): boolean {
  return /with a web page/.test(error.message)
}
