/** @file Settings that every provider has: time limits, tries, system messages. */
import { take, type Deployment } from './deployment.ts'
import { isUnset, type Setting } from './place.ts'
import { readBoolean, readNumber } from './read-value.ts'

/** What `litellm_settings` and `router_settings` say for every deployment. */
export interface Defaults {
  readonly timeout?: Setting | undefined
  readonly streamTimeout?: Setting | undefined
  readonly retries?: Setting | undefined
}

/** @param defaults Hold where the deployment does not say otherwise. */
export function putCommonSettings(deployment: Deployment, defaults: Defaults): void {
  putTimeout(deployment, take(deployment, 'timeout') ?? defaults.timeout, 'firstByteMs')
  putTimeout(deployment, take(deployment, 'stream_timeout') ?? defaults.streamTimeout, 'idleMs')
  putRetries(deployment, defaults.retries)
  putSystemMessage(deployment)
}

const timeoutWords = {
  firstByteMs: 'It limits the wait for the first byte; a reply that has begun is never cut.',
  idleMs: 'It limits how long a stream may pause.',
} as const

function putTimeout(
  { draft, notes, variables }: Deployment,
  setting: Setting | undefined,
  name: 'firstByteMs' | 'idleMs',
): void {
  if (isUnset(setting)) return
  const seconds = readNumber(setting, variables, notes)
  if (seconds === undefined) return
  const wanted = Math.round(seconds * 1000)
  const used = Math.min(3_600_000, Math.max(100, wanted))
  draft.fields.timeouts = { ...draft.fields.timeouts, [name]: used }
  const bounded = used === wanted ? '' : ` Set to ${used / 1000} s, the nearest that is possible.`
  notes.approximate(setting, timeoutWords[name] + bounded)
}

function putRetries(deployment: Deployment, byDefault: Setting | undefined): void {
  const { draft, notes, variables } = deployment
  const first = take(deployment, 'num_retries')
  const second = take(deployment, 'max_retries')
  if (first !== undefined && second !== undefined)
    notes.unsupported(second, 'num_retries stands beside it and holds.')
  const setting = first ?? second ?? byDefault
  if (isUnset(setting)) return
  const count = readNumber(setting, variables, notes)
  if (count === undefined) return
  const wanted = Math.trunc(count) + 1
  const attempts = Math.min(10, Math.max(1, wanted))
  draft.fields.retry = { attempts }
  if (attempts === wanted) notes.exact(setting)
  else notes.approximate(setting, `A request is sent ${attempts} times at most.`)
}

function putSystemMessage(deployment: Deployment): void {
  const { draft, notes, variables } = deployment
  const setting = take(deployment, 'supports_system_message')
  if (setting === undefined) return
  const supports = readBoolean(setting, variables, notes)
  if (supports === undefined) return
  if (!supports) draft.fields.supportsSystemMessage = false
  notes.exact(setting)
}
