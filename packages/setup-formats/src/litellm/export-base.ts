/** @file Base URLs as LiteLLM wants them, and what all connections of an export share. */
import type { Endpoint } from '@patchbay/provider-core/model'
import { getSpec, parseBaseUrl, type BaseUrl } from '@patchbay/provider-core/specs'
import type { ExportNotes, Reference } from './export-notes.ts'

export interface Connection {
  /** Prefix and id as LiteLLM wants them. */
  readonly model: (upstreamModelId: string) => string
  readonly params: Record<string, unknown>
}

export interface ConnectionContext {
  readonly notes: ExportNotes
  /** `os.environ/NAME` for a field or secret of the endpoint; `undefined` where it has none. */
  readonly reference: Reference
}

/** Key that LiteLLM asks for where the server asks for none. Read back as no key. */
export const noKey = 'none'

/**
 * The part of the called URL before what LiteLLM appends itself, so that both call the same.
 *
 * @returns `undefined` where LiteLLM would call something else.
 */
export function baseBefore(
  endpoint: Endpoint,
  { notes, reference }: ConnectionContext,
  operation: string,
): string | undefined {
  const variable = reference.field('baseUrl')
  if (variable !== undefined) return variable
  const spec = getSpec(endpoint.spec)
  const url = addressOf(
    () =>
      spec.address(endpoint, {
        kind: 'chat',
        dialect: spec.resolveDialect(endpoint, 'm'),
        modelId: 'm',
        stream: true,
      })?.url,
  )
  const parsed = url === undefined ? undefined : parseBaseUrl(url)
  if (parsed?.ok !== true) {
    notes.unsupported('baseUrl', 'This is no base URL that can be called. Its models are left out.')
    return undefined
  }
  const { origin, path } = parsed.base
  if (!path.endsWith(operation)) {
    notes.unsupported(
      'baseUrl',
      `LiteLLM puts ${operation.replace('m:', '…:')} behind every base URL, and this one is called otherwise. Its models are left out.`,
    )
    return undefined
  }
  if (endpoint.exactUrl)
    notes.approximate('exactUrl', 'Written as the base URL that leads to the same address.')
  tellBaseQuery(endpoint, notes)
  const base = origin + path.slice(0, -operation.length)
  return base
}

/** A URL, or `undefined` while the fields do not make one. */
export function addressOf(read: () => string | undefined): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** LiteLLM's clients lose or misplace a query of the base URL. */
export function tellBaseQuery({ baseUrl }: Endpoint, notes: ExportNotes): void {
  const parsed = parseBaseUrl(baseUrl ?? '')
  if (parsed.ok && parsed.base.query !== '')
    notes.unsupported('baseUrl', 'LiteLLM sends no query of a base URL: it is left out.')
}

/** For types whose query parameters LiteLLM does not send: adds nothing, and says so. */
export function noQuery({ query }: Endpoint, { notes }: ConnectionContext): Record<string, never> {
  if (Object.keys(query).length > 0)
    notes.unsupported('query', 'LiteLLM sends query parameters for the OpenAI format only.')
  return {}
}

/** The typed base URL; `undefined` where there is none that can be called. */
export function plainBase(endpoint: Endpoint): BaseUrl | undefined {
  const parsed = parseBaseUrl(endpoint.baseUrl ?? '')
  return parsed.ok ? parsed.base : undefined
}
