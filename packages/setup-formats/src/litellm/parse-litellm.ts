/**
 * @file A LiteLLM `config.yaml` → a plan. Nothing of it is run, and no secret gets into settings or report.
 * Source: LiteLLM's documents "proxy/configs" and "proxy/config_settings", and its source at 1.106.
 */
import type { ParsedSetup, SetupPlan, SetupSource } from '../plan.ts'
import { groupDeployments } from './group-deployments.ts'
import { isUnset, listBelow, tellOne } from './place.ts'
import { planGroups, toPlannedAlias } from './plan-aliases.ts'
import { planFallbacks } from './plan-fallbacks.ts'
import { readDeployments } from './read-deployment.ts'
import {
  linesOf,
  readCredentials,
  readFiles,
  readVariables,
  tellUnused,
  type ReadFile,
} from './read-files.ts'
import {
  readDefaults,
  readFallbackSettings,
  readHandlerProviders,
  tellProxySettings,
} from './read-proxy-settings.ts'

/** Keys by one of which a LiteLLM config is known. */
export const litellmKeys: readonly string[] = [
  'model_list',
  'litellm_settings',
  'router_settings',
  'general_settings',
  'environment_variables',
  'credential_list',
  'include',
]

/** Reads a LiteLLM config with the files that it includes. */
export function parseLitellm(source: SetupSource): ParsedSetup {
  const read = readFiles(source)
  if (!read.ok) return { ok: false, message: read.message }
  const { files } = read
  const [main] = files
  if (main === undefined || !litellmKeys.some((key) => main.top.has(key))) {
    return {
      ok: false,
      message:
        'This is not a LiteLLM config: there is no model_list. Choose the config.yaml that LiteLLM is started with.',
    }
  }
  return { ok: true, plan: planOf(files) }
}

function planOf(files: readonly ReadFile[]): SetupPlan {
  const variables = readVariables(files)
  const defaults = readDefaults(files)
  const context = {
    variables,
    defaults,
    credentials: readCredentials(files),
    handlerProviders: readHandlerProviders(files),
  }
  const entries = files.flatMap(({ top }) => listBelow(top.get('model_list')))
  const deployments = entries.flatMap((entry) => readDeployments(entry, context))
  const { endpoints, placed } = groupDeployments(deployments)
  const groups = planGroups(placed)
  for (const { notes, endpoint } of placed) notes.tell(endpoint)
  planFallbacks(groups, readFallbackSettings(files))
  for (const file of files) {
    tellMended(file)
    tellProxySettings(file, defaults, placed.length > 0)
    tellUnused(file)
    tellOddLists(file)
  }
  return {
    format: 'litellm',
    endpoints,
    aliases: [...groups.aliases.values()].map(toPlannedAlias),
    modes: groups.modes,
    officialKeys: groups.officialKeys,
    report: linesOf(files),
  }
}

function tellMended({ mended, root }: ReadFile): void {
  for (const path of mended)
    root.report.approximate(path, 'Read as if it stood in quotes. LiteLLM itself needs them: "*".')
}

/** Lists that are none, or empty. */
function tellOddLists({ top }: ReadFile): void {
  for (const key of ['model_list', 'credential_list', 'include', 'environment_variables']) {
    const setting = top.get(key)
    if (setting === undefined) continue
    if (isUnset(setting) || (Array.isArray(setting.value) && setting.value.length === 0))
      setting.report.exact(setting.path)
    else tellOne(setting, 'by-hand', 'This is not how LiteLLM writes it, so it is not read.')
  }
}
