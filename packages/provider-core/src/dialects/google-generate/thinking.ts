/** @file How much to think: a level since Gemini 3, a number of tokens before; both at once are refused. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { readRawValue } from '../raw-fields.ts'
import type { Warn } from '../warning-list.ts'
import { pickUnknown, readObject, readText } from '../read-json.ts'
import { dialectId, toRaw } from './wire.ts'

type Reasoning = NonNullable<ChatRequest['reasoning']>

/** Models that know budgets but no levels. */
const budgetModels = /gemini-[12][.-]/

/** The budgets that Google's own OpenAI-compatible endpoint uses for these words. */
const budgetByEffort: ReadonlyMap<string, number> = new Map([
  ['minimal', 1024],
  ['low', 1024],
  ['medium', 8192],
  ['high', 24_576],
  ['xhigh', 24_576],
  ['max', 24_576],
])

const levelByEffort: ReadonlyMap<string, string> = new Map([
  ['minimal', 'MINIMAL'],
  ['low', 'LOW'],
  ['medium', 'MEDIUM'],
  ['high', 'HIGH'],
  ['xhigh', 'HIGH'],
  ['max', 'HIGH'],
])

/** `thinkingConfig`; `undefined` when the request says nothing. Thoughts are shown unless `summary` is false. */
export function encodeThinking(
  reasoning: Reasoning | undefined,
  modelId: string,
  warn: Warn,
): JsonObject | undefined {
  if (reasoning === undefined) return undefined
  const own = readRawValue(reasoning.raw, dialectId)
  const amount = encodeAmount(reasoning, modelId, warn)
  const isOff = reasoning.enabled === false || reasoning.effort === 'none'
  const showsThoughts = (reasoning.summary ?? !isOff) !== false
  const config = { ...own, ...amount, ...(showsThoughts && { includeThoughts: true }) }
  return Object.keys(config).length === 0 ? undefined : config
}

function encodeAmount(
  { enabled, effort, budgetTokens }: Reasoning,
  modelId: string,
  warn: Warn,
): JsonObject {
  if (enabled === false || effort === 'none') return { thinkingBudget: 0 }
  if (budgetTokens !== undefined) {
    if (effort !== undefined) {
      warn('effort-left-out', 'The effort was left out: Google takes it or a budget, not both.')
    }
    return { thinkingBudget: budgetTokens }
  }
  // -1 lets the model decide.
  if (effort === undefined) return enabled === true ? { thinkingBudget: -1 } : {}
  if (budgetModels.test(modelId)) {
    const budget = budgetByEffort.get(effort)
    if (budget !== undefined) return { thinkingBudget: budget }
  }
  if (effort === 'xhigh' || effort === 'max') {
    warn(
      'effort-lowered',
      `The effort "${effort}" was lowered to "high", the highest that Google has.`,
    )
  }
  return { thinkingLevel: levelByEffort.get(effort) ?? effort.toUpperCase() }
}

const knownFields: ReadonlySet<string> = new Set([
  'includeThoughts',
  'thinkingBudget',
  'thinkingLevel',
])

/** Reads a client's `thinkingConfig`. Google shows thoughts only when asked, so `summary` is always said. */
export function readThinking(value: unknown): Reasoning | undefined {
  const config = readObject(value)
  if (Object.keys(config).length === 0) return undefined
  const level = readText(config['thinkingLevel'])
  const budget = config['thinkingBudget']
  const rest = pickUnknown(config, knownFields)
  const reasoning: Reasoning = { summary: config['includeThoughts'] === true }
  if (level !== undefined) reasoning.effort = level.toLowerCase()
  if (budget === 0) reasoning.enabled = false
  else if (typeof budget === 'number' && budget > 0) reasoning.budgetTokens = budget
  else if (budget === -1) reasoning.enabled = true
  if (rest !== undefined) reasoning.raw = toRaw(rest)
  return reasoning
}
