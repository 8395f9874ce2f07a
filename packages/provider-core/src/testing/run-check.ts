/** @file Runs the staged check against a strict fake, each event validated: for tests of the check. */
import { checkEndpoint, type CheckOptions } from '../checks/check-endpoint.ts'
import { checkEventSchema, type CheckEvent, type CheckReport } from '../model/check.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import { openEngine } from './open-engine.ts'
import { resolveExpectations } from './resolve-expectations.ts'
import type { StrictUpstream } from './server/strict-upstream.ts'

export interface CheckDraft {
  readonly fields?: Partial<EndpointFields>
  readonly secrets?: SecretValues
  readonly options?: Partial<CheckOptions>
}

/** Checks the endpoint that the fake expects, changed by `draft`. */
export async function runCheck(
  upstream: StrictUpstream,
  { fields, secrets, options }: CheckDraft = {},
): Promise<{ report: CheckReport; events: CheckEvent[] }> {
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations, fields, secrets)
  const events: CheckEvent[] = []
  const { signal } = new AbortController()
  for await (const event of checkEndpoint(resolved, engine, { signal, ...options })) {
    events.push(checkEventSchema.parse(event))
  }
  const last = events.at(-1)
  if (last?.type !== 'report') throw new Error('no report')
  return { report: last.report, events }
}

/** State of each stage by its id. */
export const statesOf = (report: CheckReport): Record<string, string> =>
  Object.fromEntries(report.stages.map(({ id, state }) => [id, state]))

/** Codes of the findings, in their order. */
export const codesOf = (report: CheckReport): string[] => report.findings.map(({ code }) => code)
