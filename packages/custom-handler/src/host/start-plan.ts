import { ProviderError } from '@patchbay/provider-core'
import type { HandlerManifest } from '../manifest/manifest.ts'
import type { HandlerLimits } from './handler-limits.ts'
import type { ProcessPlan } from './handler-process.ts'

/** How the process of a handler is started: with every permission of Node's off but its own folder. */
export function planProcess(
  runner: { readonly file: string; readonly readable: readonly string[] },
  { folder }: HandlerManifest,
  limits: HandlerLimits,
): ProcessPlan {
  if (folder.includes('*') || folder.includes(','))
    throw new ProviderError({
      code: 'handler',
      message: `The handler's folder has a * or a comma in its name, with which Node cannot confine it. Rename ${folder}.`,
    })
  const heapMegabytes = Math.max(32, Math.floor(limits.maxMemoryBytes / 2 ** 21))
  return {
    module: runner.file,
    execArgv: [
      '--permission',
      ...runner.readable.map((path) => `--allow-fs-read=${path}`),
      `--allow-fs-read=${folder}`,
      `--allow-fs-write=${folder}`,
      `--max-old-space-size=${heapMegabytes}`,
      // Consent is given to files: text is not run as code.
      '--disallow-code-generation-from-strings',
      '--disable-warning=ExperimentalWarning',
      '--disable-warning=SecurityWarning',
      '--disable-warning=DEP0112',
      '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    ],
    cwd: folder,
    env: {},
  }
}
