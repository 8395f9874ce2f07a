/** @file The key dialog's values, read into what a key is. */
import { gatewayKeySchema, type GatewayKey } from '@patchbay/provider-core/model'

export interface KeyIssues {
  readonly name?: string | undefined
  readonly models?: string | undefined
}

const fieldsSchema = gatewayKeySchema.pick({ name: true, models: true })

/**
 * @param typed `models`: one name a line, read only when `limited`
 */
export function readKeyFields(typed: {
  name: string
  limited: boolean
  models: string
}): { ok: true; fields: Pick<GatewayKey, 'name' | 'models'> } | { ok: false; issues: KeyIssues } {
  const lines = typed.models
    .split(/\s*\n\s*/)
    .map((line) => line.trim())
    .filter(Boolean)
  if (typed.limited && lines.length === 0) {
    return { ok: false, issues: { models: 'Name at least one model.' } }
  }
  const parsed = fieldsSchema.safeParse({
    name: typed.name,
    ...(typed.limited ? { models: [...new Set(lines)] } : {}),
  })
  if (parsed.success) return { ok: true, fields: parsed.data }
  const messageOf = (field: string) =>
    parsed.error.issues.find((issue) => issue.path[0] === field)?.message
  return { ok: false, issues: { name: messageOf('name'), models: messageOf('models') } }
}
