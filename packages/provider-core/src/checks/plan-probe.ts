/** @file How a check looks at a host: through the endpoint's proxy, with its TLS settings. */
import { connectionOf } from '../transport/connection.ts'
import { findProxy } from '../transport/find-proxy.ts'
import type { ProbeOptions } from '../transport/probe.ts'
import { noMachine } from '../transport/send.ts'
import { readTlsMaterial } from '../transport/tls-material.ts'
import type { CheckRun } from './check-run.ts'

/** Reads the files that the settings name. Throws `ProviderError` with `settings` when they cannot be used. */
export async function planProbe(
  { engine, resolved, signal, limitMs: timeoutMs }: CheckRun,
  url: URL,
): Promise<ProbeOptions> {
  const machine = engine.machine ?? noMachine
  const { tls, proxy } = connectionOf(resolved)
  return {
    url,
    signal,
    timeoutMs,
    proxy: findProxy(url, proxy, machine.environment),
    material: await readTlsMaterial(tls, machine.readFile),
  }
}
