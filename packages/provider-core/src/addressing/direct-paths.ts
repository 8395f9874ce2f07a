/**
 * @file Operation paths of the OpenAI, Anthropic and Google formats at the end of a URL: how much of a
 * typed path is base. Browser-safe.
 */

export interface TrimmedPath {
  /** The path without the operation. */
  readonly path: string
  /** What was taken off; empty when the path was a base already. */
  readonly cut: string
  /** Model id that stood in the operation, as written there. */
  readonly model?: string
}

const openaiOperation =
  /^(?<base>.*?)(?<operation>\/(?:chat\/completions|responses|embeddings|images\/(?:generations|edits)|completions))$/

/** `/models` alone may be a base (Azure AI Foundry), so it counts as an operation only behind a version. */
const listOperation = /^(?<base>.*\/v\d+(?:alpha|beta)?\d*)(?<operation>\/models)$/

const anthropicOperation =
  /^(?<base>.*\/v1)(?<operation>\/messages(?:\/(?:count_tokens|batches))?)$/

const googleOperation =
  /^(?<base>.*?)(?<operation>\/(?<kind>models|tunedModels)\/(?<model>.+):[a-zA-Z]+)$/

/** Takes an OpenAI operation path off the end of a path. */
export function trimOpenaiOperation(path: string): TrimmedPath {
  return trim(path, [openaiOperation, listOperation])
}

/** Takes `/messages` (behind `/v1`) off the end of a path. */
export function trimAnthropicOperation(path: string): TrimmedPath {
  return trim(path, [anthropicOperation, listOperation])
}

/** Takes `/models/{id}:method` or `/models` (behind a version) off the end of a path. */
export function trimGoogleOperation(path: string): TrimmedPath {
  return trim(path, [googleOperation, listOperation])
}

function trim(path: string, patterns: readonly RegExp[]): TrimmedPath {
  for (const pattern of patterns) {
    const groups = pattern.exec(path)?.groups
    if (groups === undefined) continue
    const { base = '', operation = '', kind, model } = groups
    if (model === undefined) return { path: base, cut: operation }
    return {
      path: base,
      cut: operation,
      model: kind === 'tunedModels' ? `tunedModels/${model}` : model,
    }
  }
  return { path, cut: '' }
}
