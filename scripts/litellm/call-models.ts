/** @file Every model of the exported file, called through it: whole and streamed. */
import type { LitellmProxy } from './start-litellm.ts'
import type { Upstreams } from './upstreams.ts'

export interface ModelCall {
  readonly model: string
  readonly kind: 'whole' | 'streamed'
  /** Path that the upstream was called at. */
  readonly path: string
  /** What went wrong; `undefined` when the upstream took the request and its reply came through. */
  readonly failure: string | undefined
  /** The strict upstream refused no more than a way of LiteLLM's own. */
  readonly habit: boolean
}

/** Calls each name of the exported file, whole and streamed; wildcards with a name that fits. */
export async function callModels(proxy: LitellmProxy, upstreams: Upstreams): Promise<ModelCall[]> {
  const headers = {
    authorization: `Bearer ${upstreams.masterKey}`,
    'content-type': 'application/json',
  }
  // LiteLLM's own list fills wildcards with all that it has heard of.
  const names = [...upstreams.exported.text.matchAll(/model_name: "([^"]+)"/g)].map(
    ([, name = '']) => name.replace('/*', '/any-model'),
  )
  const asked = [...new Set(names)].toSorted()
  const calls: ModelCall[] = []
  for (const model of asked) {
    for (const kind of ['whole', 'streamed'] as const) {
      const before = countRequests(upstreams)
      const failure = await callOne(proxy, headers, model, kind)
      const seen = [...upstreams.bySlug.values()].flatMap((upstream) =>
        upstream.requests.slice(before.get(upstream) ?? 0),
      )
      const refusals = [...upstreams.bySlug.values()].flatMap((upstream) =>
        upstream.refusals.splice(0),
      )
      const refused = refusals.map(({ code, message }) => `${code}: ${message}`).join('; ')
      const path = seen.at(-1)?.path ?? ''
      const known = upstreams.habits.get(model.split('/', 1)[0] ?? '')
      const habit =
        known !== undefined &&
        refusals.length > 0 &&
        refusals.every(({ message }) => known.test(message))
      const problem = refused === '' ? failure : refused
      calls.push({ model, kind, path, habit, failure: habit ? undefined : problem })
      // After a refusal LiteLLM lets the deployment rest.
      if (habit) break
    }
  }
  return calls
}

function countRequests({ bySlug }: Upstreams): Map<unknown, number> {
  return new Map([...bySlug.values()].map((upstream) => [upstream, upstream.requests.length]))
}

async function callOne(
  { url }: LitellmProxy,
  headers: Readonly<Record<string, string>>,
  model: string,
  kind: ModelCall['kind'],
): Promise<string | undefined> {
  const body = {
    model,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
    ...(kind === 'streamed' ? { stream: true } : {}),
  }
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  }).catch((error: unknown) => error)
  if (!(answer instanceof Response)) return `no answer: ${String(answer)}`
  const text = await answer.text()
  if (answer.status !== 200) return `${answer.status}: ${text.slice(0, 300)}`
  if (kind === 'streamed' && !text.includes('[DONE]')) return 'the stream has no end'
  return text.includes('"content"') ? undefined : 'the reply has no content'
}

/** A table, and what failed. */
export function describeCalls(calls: readonly ModelCall[]): string {
  const width = Math.max(...calls.map(({ model }) => model.length), 5)
  const lines = calls.map(
    ({ model, kind, path, failure, habit }) =>
      `${model.padEnd(width)}  ${kind.padEnd(8)}  ${failure !== undefined ? 'FAILED' : habit ? 'habit ' : 'ok    '}  ${failure ?? path}`,
  )
  const failed = calls.filter(({ failure }) => failure !== undefined).length
  const habits = calls.filter(({ habit }) => habit).length
  const passed = calls.length - failed - habits
  return `${lines.join('\n')}\n${passed} passed, ${habits} called as they should be but for a habit of LiteLLM's that the strict upstream refuses, ${failed} failed`
}
