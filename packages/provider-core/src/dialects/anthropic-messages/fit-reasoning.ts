/**
 * @file How each generation of Claude takes reasoning settings that came from elsewhere: older models know budgets
 * only, the newest no budgets, and some always think. Ids that are not known here get the settings as they are.
 * Source: `@ai-sdk/anthropic` 4.0.105, `anthropic-model-catalog.ts`.
 */
import type { ReasoningSettings } from '../../model/chat-request.ts'
import type { Warn } from '../warning-list.ts'

/** Claude 3 and 4 to 4.5, also as clouds name them: `adaptive` is refused. */
const onlyBudgets =
  /claude-3[-.]|claude-(?:sonnet|opus|haiku)-4(?:-[015])?(?=$|[@:]|-\d{8}|-v\d|-latest)/
const takesEffortToo = /claude-opus-4-5/
const noBudgets = /claude-(?:sonnet|opus|haiku)-5-5|claude-fable-5/
const alwaysThinks = /claude-(?:sonnet|opus)-5-5|claude-fable-5/

const budgetByEffort: ReadonlyMap<string, number> = new Map([
  ['minimal', 1024],
  ['low', 2048],
  ['medium', 8192],
  ['high', 16_384],
  ['xhigh', 24_576],
  ['max', 32_000],
])

/** The settings as the model takes them. Those in the format's own words (`raw`) are their client's to know. */
export function fitReasoning(
  reasoning: ReasoningSettings | undefined,
  modelId: string,
  warn: Warn,
): ReasoningSettings | undefined {
  if (reasoning === undefined || reasoning.raw?.dialect === 'anthropic-messages') return reasoning
  const { enabled, effort, budgetTokens, ...rest } = reasoning
  if (enabled === false || effort === 'none') {
    if (!alwaysThinks.test(modelId)) return reasoning
    warn('thinking-kept', 'Thinking cannot be switched off in this model: it thinks little.')
    return { ...rest, effort: 'low' }
  }
  if (budgetTokens !== undefined && noBudgets.test(modelId)) {
    warn(
      'thinking-budget-left-out',
      'The thinking budget was left out: this model decides itself how much it thinks.',
    )
    return { ...rest, enabled: true, ...(effort !== undefined && { effort }) }
  }
  if (!onlyBudgets.test(modelId)) return reasoning
  const kept = effort !== undefined && takesEffortToo.test(modelId) ? { effort } : {}
  if (budgetTokens !== undefined) return { ...rest, ...kept, enabled: true, budgetTokens }
  if (enabled !== true && effort === undefined) return reasoning
  const budget = budgetByEffort.get(effort ?? 'medium')
  if (budget === undefined) return reasoning
  warn('effort-as-budget', `The effort was sent as a thinking budget of ${budget} tokens.`)
  return { ...rest, ...kept, enabled: true, budgetTokens: budget }
}
