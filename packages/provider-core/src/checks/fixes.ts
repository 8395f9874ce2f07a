/** @file Fixes that are offered only after they were tried on the server. */
import { rankBySimilarity } from '../catalogue/model-id-similarity.ts'
import { AddressError, type Operation } from '../addressing/address.ts'
import type { Finding, Fix } from '../model/check.ts'
import type { Endpoint, EndpointFields } from '../model/endpoint.ts'
import type { ErrorInfo } from '../model/error.ts'
import type { WireRecord } from '../model/wire-record.ts'
import { listModels } from '../operations/list-models.ts'
import { getSpec } from '../specs/registry.ts'
import { planProbe } from './plan-probe.ts'
import { probeTls } from '../transport/probe.ts'
import { askModel } from './ask-model.ts'
import { limited, type CheckRun } from './check-run.ts'
import { pickModel } from './pick-model.ts'

/** Another base URL that may be the right one. */
export interface BaseUrlChange {
  readonly code: 'add-v1' | 'remove-v1'
  readonly baseUrl: string
  /** Words of the button. */
  readonly label: string
  /** How the change is called in a sentence. */
  readonly words: string
}

/** Base URLs that are commonly meant when the typed one does not answer. */
export function suggestBaseUrls(
  endpoint: Pick<EndpointFields, 'baseUrl' | 'exactUrl'>,
): BaseUrlChange[] {
  const { baseUrl, exactUrl } = endpoint
  if (baseUrl === undefined || exactUrl || !URL.canParse(baseUrl)) return []
  const [, start = '', query = ''] = /^([^?#]*)([^#]*)/.exec(baseUrl) ?? []
  const path = start.replace(/\/+$/, '')
  if (path.endsWith('/v1/v1')) {
    const once = path.replace(/\/v1\/v1$/, '/v1')
    return [
      {
        code: 'remove-v1',
        baseUrl: once + query,
        label: 'Remove one /v1',
        words: 'one /v1 removed',
      },
    ]
  }
  if (/\/v\d+(alpha|beta)?\d*$/.test(path)) return []
  return [{ code: 'add-v1', baseUrl: `${path}/v1${query}`, label: 'Add /v1', words: '/v1 added' }]
}

/** A base URL change that answered, and what it answered. */
export interface ProvenChange {
  readonly change: BaseUrlChange
  readonly wire: WireRecord | undefined
  /** Listed there, when the model list was what was tried. */
  readonly models?: readonly string[]
}

/** Tries the model list at other base URLs. */
export async function findListingBase(run: CheckRun): Promise<ProvenChange | undefined> {
  for (const change of changesThatMove(run.resolved.endpoint, { kind: 'list-models' })) {
    let wire: WireRecord | undefined
    const changed = changeBase(run, change)
    const listing = await limited(run, (signal) =>
      listModels(changed, run.engine, { signal, onWire: (record) => (wire = record) }),
    ).catch(() => undefined)
    if (listing?.supported === true) return { change, wire, models: listing.models }
  }
  return undefined
}

/** Tries the chat request at other base URLs. */
export async function findAnsweringBase(
  run: CheckRun,
  modelId: string,
): Promise<ProvenChange | undefined> {
  const { endpoint } = run.resolved
  const dialect = getSpec(endpoint.spec).resolveDialect(endpoint, modelId)
  const operation = { kind: 'chat', dialect, modelId, stream: false } as const
  for (const change of changesThatMove(endpoint, operation)) {
    const asked = await limited(run, (signal) =>
      askModel(changeBase(run, change), run.engine, { modelId, stream: false, signal }),
    ).catch(() => undefined)
    if (asked !== undefined && isRightPlace(asked.error)) return { change, wire: asked.wire }
  }
  return undefined
}

/** The finding of a proven change. `status` is what the typed base URL answered. */
export function describeProvenChange(
  { change, wire, models }: ProvenChange,
  failed: { readonly status: number | undefined; readonly path: string },
): Finding {
  const shown = `…${failed.path.slice(failed.path.lastIndexOf('/', failed.path.lastIndexOf('/') - 1))}`
  const before =
    failed.status === undefined || (failed.status >= 200 && failed.status < 300)
      ? `The server answered with a web page at ${shown}.`
      : `The server answered ${failed.status} at ${shown}.`
  const good = wire?.status !== undefined && wire.status < 300
  const what = models === undefined ? 'it answers' : 'its model list answers'
  return {
    code: change.code,
    severity: 'error',
    message: good
      ? `${before} With ${change.words} ${what}.`
      : `${before} With ${change.words} it is reached, and answers ${wire?.status ?? 'otherwise'}.`,
    fix: { label: change.label, changes: { baseUrl: change.baseUrl } },
  }
}

/** Offers https when a plain http address turns out to be a TLS port. */
export async function findHttps(run: CheckRun, url: URL): Promise<Finding | undefined> {
  const { baseUrl } = run.resolved.endpoint
  if (url.protocol !== 'http:' || baseUrl === undefined) return undefined
  const secure = new URL(url.href.replace(/^http:/, 'https:'))
  secure.port = url.port === '' ? '80' : url.port
  const probe = await limited(run, async (signal) =>
    probeTls({ ...(await planProbe(run, secure)), signal, now: run.engine.now }),
  ).catch(() => undefined)
  if (probe === undefined) return undefined
  return {
    code: 'use-https',
    severity: 'error',
    message: `${url.host} wants a secure connection. Change http to https in the address.`,
    fix: { label: 'Use https', changes: { baseUrl: baseUrl.replace(/^http:/i, 'https:') } },
  }
}

/** Offers a listed model in place of one that the server does not have. */
export function suggestModel(run: CheckRun, modelId: string): Finding | undefined {
  const models = run.models ?? []
  if (models.length === 0 || models.includes(modelId)) return undefined
  const instead = rankBySimilarity(modelId, models)[0] ?? pickModel(models)
  return {
    code: 'unknown-model',
    severity: 'error',
    message: `The server has no model ${modelId}. It lists ${models.length === 1 ? 'one' : models.length}.`,
    ...(instead === undefined
      ? {}
      : { fix: replaceModel(run.resolved.endpoint, modelId, instead) }),
  }
}

function replaceModel(endpoint: Endpoint, modelId: string, instead: string): Fix {
  const label = `Use ${instead}`
  const mappedFrom = Object.entries(endpoint.modelMapping).find(([, to]) => to === modelId)?.[0]
  if (mappedFrom !== undefined) return { label, addMapping: { [mappedFrom]: instead } }
  if (!endpoint.models.includes(modelId)) return { label, addMapping: { [modelId]: instead } }
  return {
    label,
    changes: { models: [...new Set(endpoint.models.map((id) => (id === modelId ? instead : id)))] },
  }
}

/** Changes whose request goes elsewhere than the typed one (a spec may add /v1 by itself). */
function changesThatMove(endpoint: Endpoint, operation: Operation): BaseUrlChange[] {
  const typed = addressOf(endpoint, operation)
  return suggestBaseUrls(endpoint).filter((change) => {
    const changed = addressOf({ ...endpoint, baseUrl: change.baseUrl }, operation)
    return changed !== undefined && changed !== typed
  })
}

function addressOf(endpoint: Endpoint, operation: Operation): string | undefined {
  try {
    return getSpec(endpoint.spec).address(endpoint, operation)?.url
  } catch (error) {
    if (error instanceof AddressError) return undefined
    throw error
  }
}

function changeBase(run: CheckRun, change: BaseUrlChange): CheckRun['resolved'] {
  const { endpoint, secrets } = run.resolved
  return { endpoint: { ...endpoint, baseUrl: change.baseUrl }, secrets }
}

/** An answer, or a refusal that only the right place gives: of the key, the request, the pace. */
function isRightPlace(error: ErrorInfo | undefined): boolean {
  if (error === undefined) return true
  return error.status !== undefined && [400, 401, 403, 422, 429].includes(error.status)
}
