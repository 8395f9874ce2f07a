/** @file How Claude is told to think, in the Messages API and through Converse, and which settings that rules out. */
import type { ChatRequest, ReasoningSettings } from '../model/chat-request.ts'
import type { JsonObject } from './dialect.ts'
import { isObject } from './read-json.ts'
import type { Warn } from './warning-list.ts'

/** Smallest `budget_tokens`. */
const minBudget = 1024

/** Output tokens beside a thinking budget, where the request names no limit. */
export const defaultMaxTokens = 4096

/** `thinking` of a body, and the limit of output tokens, which has to be larger than the budget. */
export interface EncodedThinking {
  readonly thinking: JsonObject | undefined
  readonly maxTokens: number | undefined
}

/**
 * Encodes the settings: a budget as `enabled`, an effort or no more than "on" as `adaptive`, "off" as
 * `disabled`.
 * @param own the client's words in the target's format: `thinking` goes back as it came, and an effort alone
 *   does not switch thinking on
 */
export function encodeThinking(
  request: ChatRequest,
  own: JsonObject | undefined,
  warn: Warn,
): EncodedThinking {
  const { reasoning, maxOutputTokens: maxTokens } = request
  if (reasoning === undefined) return { thinking: undefined, maxTokens }
  if (isObject(own?.['thinking'])) return { thinking: own['thinking'], maxTokens }
  if (reasoning.enabled === false || reasoning.effort === 'none') {
    return { thinking: { type: 'disabled' }, maxTokens }
  }
  const display = encodeDisplay(reasoning.summary)
  if (reasoning.budgetTokens === undefined) {
    const isAskedFor = reasoning.enabled ?? (own === undefined && reasoning.effort !== undefined)
    return { thinking: isAskedFor ? { type: 'adaptive', ...display } : undefined, maxTokens }
  }
  const { budgetTokens } = reasoning
  const budget = Math.max(minBudget, budgetTokens)
  if (maxTokens === undefined) {
    warnChanged(budgetTokens, budget, warn)
    const thinking = { type: 'enabled', budget_tokens: budget, ...display }
    return { thinking, maxTokens: budget + defaultMaxTokens }
  }
  const fitting = Math.min(budget, maxTokens - 1)
  if (fitting < minBudget) {
    warn(
      'thinking-left-out',
      `Thinking was left out: it takes more than ${minBudget} output tokens, and ${maxTokens} were asked for.`,
    )
    return { thinking: undefined, maxTokens }
  }
  warnChanged(budgetTokens, fitting, warn)
  return { thinking: { type: 'enabled', budget_tokens: fitting, ...display }, maxTokens }
}

function warnChanged(asked: number, given: number, warn: Warn): void {
  if (asked === given) return
  warn('thinking-budget-changed', `The thinking budget is ${given} tokens, not ${asked}.`)
}

function encodeDisplay(summary: ReasoningSettings['summary']): JsonObject {
  if (summary === undefined) return {}
  return { display: summary === false ? 'omitted' : 'summarized' }
}

const efforts: ReadonlySet<string> = new Set(['low', 'medium', 'high', 'xhigh', 'max'])

/** The effort in the vendor's words; `minimal` becomes `low`. */
export function encodeEffort(effort: string | undefined, warn: Warn): string | undefined {
  if (effort === undefined || effort === 'none') return undefined
  if (effort === 'minimal') return 'low'
  if (efforts.has(effort)) return effort
  warn('effort-left-out', `The effort ${effort} was left out: this format has none such.`)
  return undefined
}

type Sampling = Pick<ChatRequest, 'temperature' | 'topP' | 'topK'>

/** While Claude thinks the API takes no temperature but 1, no top-k, and no top-p below 0.95. */
export function fitSampling({ temperature, topP, topK }: Sampling, warn: Warn): Sampling {
  const refused = {
    temperature: temperature === 1 ? undefined : temperature,
    topP: topP !== undefined && topP < 0.95 ? topP : undefined,
    topK,
  }
  leaveOutSampling(refused, 'it cannot be set so while the model thinks', warn)
  return topP === undefined || refused.topP !== undefined ? {} : { topP }
}

const samplingNames = [
  ['temperature', 'temperature'],
  ['topP', 'top-p'],
  ['topK', 'top-k'],
] as const

/** Warns of each setting that is there. `why` ends the sentence. */
export function leaveOutSampling(settings: Sampling, why: string, warn: Warn): void {
  for (const [name, words] of samplingNames) {
    if (settings[name] === undefined) continue
    warn(`${words}-left-out`, `The setting ${words} was left out: ${why}.`)
  }
}
