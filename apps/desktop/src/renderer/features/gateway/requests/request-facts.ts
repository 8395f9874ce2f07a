/** @file What the inspector says of a request, as names and values. */
import type { GatewayOperation, GatewayRequest, Route, Usage } from '@patchbay/provider-core/model'
import type { Fact, StageItem } from '@patchbay/ui'
import { dialectLabel } from '../../../lib/dialect-words.ts'
import { wordDuration } from '../../../lib/time-words.ts'
import { wordDestination, wordOperation } from './request-words.ts'

const amount = new Intl.NumberFormat('en')

/** Asked for, sent as, to, dialect, usage; what is not known is left out. */
export function listFacts(request: GatewayRequest): Fact[] {
  const { route, operation } = request
  const facts: Fact[] = []
  if (operation && operation !== 'chat')
    facts.push({ name: 'What', value: wordOperation(operation) })
  facts.push(
    request.model === undefined
      ? { name: 'Asked for', value: `${request.method} ${request.path}`, mono: true }
      : { name: 'Asked for', value: request.model, mono: true },
  )
  if (route) facts.push({ name: 'Sent as', value: route.upstreamModelId, mono: true })
  facts.push({ name: 'To', value: wordRoute(route) ?? wordDestination(request) })
  const dialect = wordDialect(request)
  if (dialect !== undefined) facts.push({ name: 'Dialect', value: dialect })
  const usage = wordUsage(request.usage, request.cost)
  if (usage !== undefined) facts.push({ name: 'Usage', value: usage })
  return facts
}

function wordRoute(route: Route | undefined): string | undefined {
  if (!route) return undefined
  return route.verified ? route.endpointName : `${route.endpointName}, unverified`
}

const vendorOperations: ReadonlySet<GatewayOperation> = new Set(['embed', 'image', 'complete'])

/** "Anthropic Messages, passed through", "OpenAI Chat to Anthropic Messages, translated", "OpenAI, passed through". */
export function wordDialect(request: GatewayRequest): string | undefined {
  const { client, route, mode, operation } = request
  if (!client) return undefined
  // What is no chat has no chat format: vendors have one way each to ask for vectors and pictures.
  if (operation !== undefined && vendorOperations.has(operation)) {
    const vendor = client === 'google-generate' ? 'Google' : 'OpenAI'
    if (mode === undefined) return vendor
    return `${vendor}, ${mode === 'translated' ? 'translated' : 'passed through'}`
  }
  if (mode === 'pass-through') return `${dialectLabel(client)}, passed through`
  if (mode === 'translated' && route && route.dialect !== client) {
    return `${dialectLabel(client)} to ${dialectLabel(route.dialect)}, translated`
  }
  return mode === 'translated' ? `${dialectLabel(client)}, translated` : dialectLabel(client)
}

/** "318 in (200 cached), 41 out, $0.0016"; undefined when nothing is known. */
export function wordUsage(usage: Usage | undefined, cost: number | undefined): string | undefined {
  const parts: string[] = []
  if (usage?.inputTokens !== undefined) {
    const cached = usage.cachedInputTokens
      ? ` (${amount.format(usage.cachedInputTokens)} cached)`
      : ''
    parts.push(`${amount.format(usage.inputTokens)} in${cached}`)
  }
  if (usage?.outputTokens !== undefined) {
    const thought = usage.reasoningTokens
      ? ` (${amount.format(usage.reasoningTokens)} reasoning)`
      : ''
    parts.push(`${amount.format(usage.outputTokens)} out${thought}`)
  }
  if (cost !== undefined) parts.push(wordCost(cost))
  return parts.length > 0 ? parts.join(', ') : undefined
}

/** "$0.0016", "$12.40". */
export function wordCost(cost: number): string {
  return `$${cost.toFixed(cost < 0.1 && cost > 0 ? 4 : 2)}`
}

/** Routed, first byte, reply: as a waterfall. */
export function listStages(request: GatewayRequest): StageItem[] {
  const { state, sentMs, firstByteMs, totalMs } = request
  const ended = state !== 'running'
  const broken = state === 'failed' ? 'failed' : state === 'stopped' ? 'note' : 'passed'
  const span = (
    id: string,
    label: string,
    from: number | undefined,
    to: number | undefined,
    kind: 'ok' | 'wait',
  ): StageItem => {
    if (from === undefined) return { id, label, state: 'not-run', time: '–' }
    if (to !== undefined) {
      const outcome = ended && to === totalMs ? broken : 'passed'
      const bar = outcome === 'failed' ? 'error' : outcome === 'note' ? 'note' : kind
      const bars = [{ start: from, duration: to - from, kind: bar } as const]
      return { id, label, state: outcome, time: wordDuration(to - from), bars }
    }
    return { id, label, state: ended ? 'not-run' : 'running', time: ended ? '–' : '' }
  }
  return [
    span('sent', 'Routed', 0, sentMs ?? (ended ? totalMs : undefined), 'ok'),
    span(
      'first',
      'First byte',
      sentMs,
      firstByteMs ?? (ended && sentMs !== undefined ? totalMs : undefined),
      'wait',
    ),
    span('end', request.stream ? 'Stream' : 'Reply', firstByteMs, totalMs, 'ok'),
  ]
}
