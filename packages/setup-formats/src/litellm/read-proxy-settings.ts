/** @file Everything in a config but its models: what is taken from it, and what is said of the rest. */
import { formatPath } from '../leaf-paths.ts'
import { isUnset, listBelow, settingsBelow, tellOne, type Setting } from './place.ts'
import type { FallbackSettings } from './plan-fallbacks.ts'
import { noteOf } from './parameter-notes.ts'
import type { Defaults } from './read-common.ts'

/** One file of the config; included ones come after the file that includes them. */
export interface ConfigFile {
  readonly root: Setting
  /** Settings at the top level. */
  readonly top: ReadonlyMap<string, Setting>
}

const sections = ['router_settings', 'litellm_settings'] as const

interface Found {
  readonly section: (typeof sections)[number]
  readonly setting: Setting
}

/** A setting of either section, the router's first. */
function find(files: readonly ConfigFile[], key: string): Found[] {
  return sections.flatMap((section) =>
    files.flatMap(({ top }) => {
      const inner = top.get(section)
      const setting = inner === undefined ? undefined : settingsBelow(inner).get(key)
      return setting === undefined ? [] : [{ section, setting }]
    }),
  )
}

/** What holds for every deployment that does not say otherwise. */
export function readDefaults(files: readonly ConfigFile[]): Defaults {
  const first = (...keys: string[]): Setting | undefined =>
    keys
      .flatMap((key) => find(files, key))
      .map(({ setting }) => setting)
      .find((setting) => !isUnset(setting))
  return {
    timeout: first('timeout', 'request_timeout'),
    streamTimeout: first('stream_timeout'),
    retries: first('num_retries', 'max_retries'),
  }
}

/** Fallbacks of every kind, the router's before those of `litellm_settings`. */
export function readFallbackSettings(files: readonly ConfigFile[]): FallbackSettings {
  const all = (key: string): Setting[] => find(files, key).map(({ setting }) => setting)
  return {
    fallbacks: all('fallbacks'),
    contextWindow: all('context_window_fallbacks'),
    byDefault: all('default_fallbacks').filter((setting) => !isUnset(setting)),
    groupAliases: all('model_group_alias'),
  }
}

/** Prefixes that the file gives to handlers of its own. */
export function readHandlerProviders(files: readonly ConfigFile[]): ReadonlySet<string> {
  const names = files.flatMap(({ top }) => [
    ...(top.has('litellm_settings')
      ? listBelow(settingsBelow(top.get('litellm_settings') as Setting).get('custom_provider_map'))
      : []),
    ...listBelow(top.get('custom_provider_map')),
  ])
  return new Set(
    names.flatMap((item) => {
      const provider = settingsBelow(item).get('provider')?.value
      return typeof provider === 'string' && provider !== '' ? [provider] : []
    }),
  )
}

const handled: ReadonlySet<string> = new Set([
  'fallbacks',
  'context_window_fallbacks',
  'default_fallbacks',
  'model_group_alias',
])

const defaultKeys: ReadonlySet<string> = new Set([
  'timeout',
  'request_timeout',
  'stream_timeout',
  'num_retries',
  'max_retries',
])

const proxy = "A setting of LiteLLM's own proxy; there is nothing like it here."

const messages: Readonly<Record<string, string>> = {
  content_policy_fallbacks: 'Patchbay tries no other model when content is refused.',
  routing_strategy: 'Patchbay picks by weight and order only.',
  cache: 'Patchbay keeps no replies.',
  cache_params: 'Patchbay keeps no replies.',
  callbacks: 'Patchbay sends nothing to other services. Its own request log is under Gateway.',
  success_callback:
    'Patchbay sends nothing to other services. Its own request log is under Gateway.',
  failure_callback:
    'Patchbay sends nothing to other services. Its own request log is under Gateway.',
}

const byHand: Readonly<Record<string, string>> = {
  master_key: 'Make a key under Gateway, Keys, and give it to the clients.',
  alerting: 'Patchbay sends no alerts. Look at the request log under Gateway.',
  custom_provider_map:
    'A custom handler in Python is not run. Write it anew in JavaScript or TypeScript and choose the file at its endpoint.',
}

/** Says of every setting outside the models what becomes of it. To be called last. */
export function tellProxySettings(
  { top }: ConfigFile,
  defaults: Defaults,
  hasModels: boolean,
): void {
  for (const [key, setting] of top) {
    if (key === 'litellm_settings' || key === 'router_settings' || key === 'general_settings')
      tellSection(setting, defaults, hasModels)
    else if (key === 'custom_provider_map') tellHandlers(setting)
    else if (/^(?:x-|[._])/.test(key))
      tellOne(
        setting,
        'unsupported',
        'LiteLLM does not read it either. What refers to it (& and *) is taken where that stands.',
      )
    else if (!known.has(key)) setting.report.unknown(setting.path)
  }
}

const known: ReadonlySet<string> = new Set([
  'model_list',
  'credential_list',
  'environment_variables',
  'include',
])

function tellSection(section: Setting, defaults: Defaults, hasModels: boolean): void {
  if (
    section.value === null ||
    (typeof section.value === 'object' && Object.keys(section.value).length === 0)
  ) {
    section.report.exact(section.path)
    return
  }
  for (const [key, setting] of settingsBelow(section)) {
    if (setting.value === null) setting.report.exact(setting.path)
    else if (handled.has(key)) tellOne(setting, 'exact', '')
    else if (key === 'custom_provider_map') tellHandlers(setting)
    else if (defaultKeys.has(key)) tellDefault(setting, defaults, hasModels)
    else if (Object.hasOwn(byHand, key)) tellOne(setting, 'by-hand', byHand[key] ?? '')
    else if (key === 'drop_params') tellOne(setting, 'approximate', noteOf(key)?.message ?? '')
    else
      tellOne(
        setting,
        'unsupported',
        (Object.hasOwn(messages, key) ? messages[key] : undefined) ?? proxy,
      )
  }
  if (typeof section.value !== 'object')
    tellOne(section, 'unsupported', 'This is no list of settings.')
}

function tellDefault(setting: Setting, defaults: Defaults, hasModels: boolean): void {
  const place = formatPath(setting.path)
  const holds = Object.values(defaults).some(
    (used: Setting | undefined) =>
      used?.report === setting.report && formatPath(used.path) === place,
  )
  if (holds && hasModels)
    tellOne(
      setting,
      'approximate',
      'Set at every imported endpoint that does not say otherwise; endpoints that are made later do not get it.',
    )
  else tellOne(setting, 'unsupported', 'Another setting of the file holds in its place.')
}

function tellHandlers(setting: Setting): void {
  for (const item of listBelow(setting)) {
    for (const [key, part] of settingsBelow(item)) {
      if (key === 'provider') part.report.exact(part.path)
      else tellOne(part, 'by-hand', byHand['custom_provider_map'] ?? '')
    }
  }
  tellOne(setting, 'by-hand', byHand['custom_provider_map'] ?? '')
}
