/**
 * @file `npm run conformance:agents`: coding agents as they are on npm, one turn with a tool each, through the
 * gateway to scripted upstreams. They are looked for in `scripts/agents/node_modules`
 * (`npm install --no-save --prefix scripts/agents`) and skipped by name where they are missing.
 */
import { agents, type Agent } from '../packages/gateway/src/testing/agents/agents.ts'
import { runAgent, type AgentOutcome } from '../packages/gateway/src/testing/agents/run-agent.ts'
import { join } from 'node:path'

const bin = join(import.meta.dirname, 'agents/node_modules/.bin')
const asked = process.argv.slice(2)
const chosen: readonly Agent[] = agents.filter(
  ({ name }) => asked.length === 0 || asked.some((word) => name.toLowerCase().includes(word)),
)

const outcomes: AgentOutcome[] = []
for (const agent of chosen) {
  for (const outcome of await runAgent(agent, bin)) {
    outcomes.push(outcome)
    const { upstream, result, words } = outcome
    console.log(
      `${result.padEnd(8)} ${agent.name} → ${upstream}${words === '' ? '' : `: ${words}`}`,
    )
  }
}
const count = (result: AgentOutcome['result']): number =>
  outcomes.filter((outcome) => outcome.result === result).length
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
process.exit(count('failed') > 0 ? 1 : 0)
