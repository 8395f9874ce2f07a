/** @file Which format a file has, by its name and what stands in it. */
import { parseJsonText } from './json-text.ts'
import type { SetupFormat, SetupSource } from './plan.ts'

const names: readonly (readonly [RegExp, SetupFormat])[] = [
  [/^librechat[^/]*\.ya?ml$/, 'librechat'],
  [/^opencode[^/]*\.jsonc?$/, 'opencode'],
  [/^chatlanguagemodels[^/]*\.jsonc?$/, 'vscode'],
  [/^\.env|\.env$|\.envrc$|\.(?:ps1|sh|bash|zsh|fish|bat|cmd|profile)$/, 'environment'],
  [/^litellm[^/]*\.ya?ml$/, 'litellm'],
]

/** Keys at the top of a YAML file that only one format has. */
const yamlKeys: readonly (readonly [RegExp, SetupFormat])[] = [
  [
    /^["']?(?:model_list|litellm_settings|router_settings|general_settings|credential_list|environment_variables)["']?[ \t]*:/m,
    'litellm',
  ],
  [/^["']?endpoints["']?[ \t]*:/m, 'librechat'],
  [/^["']?include["']?[ \t]*:/m, 'litellm'],
]

const assignment =
  /^\s*(?:export\s+|set\s+"?|setx\s+|setenv\s+|set\s+-\w+\s+|declare\s+-\w+\s+|\$env:)?[A-Za-z_]\w*(?:\s*=|\s+\S)/i

/** `undefined` when it is none that is understood. */
export function findFormat({
  text,
  fileName = '',
}: Pick<SetupSource, 'text' | 'fileName'>): SetupFormat | undefined {
  const content = text.replace(/^\uFEFF/, '').trimStart()
  const byContent = /^(?:[[{]|\/[/*])/.test(content) ? findJsonFormat(content) : undefined
  if (byContent !== undefined) return byContent
  const name = (fileName.split(/[\\/]/).at(-1) ?? '').toLowerCase()
  const byName = names.find(([pattern]) => pattern.test(name))
  if (byName !== undefined) return byName[1]
  const byKey = yamlKeys.find(([pattern]) => pattern.test(content))
  if (byKey !== undefined) return byKey[1]
  return looksLikeVariables(content) ? 'environment' : undefined
}

function findJsonFormat(content: string): SetupFormat | undefined {
  const parsed = parseJsonText(content)
  if (!parsed.ok) {
    // It is broken; its own parser says where.
    if (/"patchbay"\s*:/.test(content)) return 'bundle'
    if (/"(?:model_list|litellm_settings)"\s*:/.test(content)) return 'litellm'
    if (/"vendor"\s*:/.test(content)) return 'vscode'
    return /"provider"\s*:|opencode\.ai/.test(content) ? 'opencode' : undefined
  }
  const { value } = parsed
  if (Array.isArray(value))
    return value.some((entry) => hasKey(entry, 'vendor') || hasKey(entry, 'models'))
      ? 'vscode'
      : undefined
  if (hasKey(value, 'patchbay')) return 'bundle'
  if (hasKey(value, 'model_list') || hasKey(value, 'litellm_settings')) return 'litellm'
  if (
    hasKey(value, 'provider') ||
    (hasKey(value, '$schema') && /opencode/.test(String(value['$schema'])))
  )
    return 'opencode'
  if (hasKey(value, 'endpoints')) return 'librechat'
  if (Object.keys(value as object).some((key) => key.startsWith('github.copilot.chat.')))
    return 'vscode'
  return hasKey(value, 'vendor') ? 'vscode' : undefined
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

/** Most lines that say something set a variable. */
function looksLikeVariables(content: string): boolean {
  const lines = content
    .slice(0, 100_000)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '' && !/^\s*(?:#|rem\b|::)/i.test(line))
  const assignments = lines.filter(
    (line) => assignment.test(line) && /[=]|^\s*(?:setx|setenv|set\s+-)/i.test(line),
  )
  return assignments.length > 0 && assignments.length * 2 >= lines.length
}
