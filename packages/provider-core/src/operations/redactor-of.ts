/** @file One redactor for each resolved endpoint: making one takes longer than sending a request. */
import { createRedactor, type Redactor } from '../errors/redact.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'

const redactors = new WeakMap<ResolvedEndpoint, Redactor>()

/** The redactor that knows the endpoint's secrets, and whatever it learned in earlier requests. */
export function redactorOf(resolved: ResolvedEndpoint): Redactor {
  const known = redactors.get(resolved)
  if (known !== undefined) return known
  const redactor = createRedactor(Object.values(resolved.secrets))
  redactors.set(resolved, redactor)
  return redactor
}
