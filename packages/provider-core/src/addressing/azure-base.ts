/** @file What a typed Azure base path is: resource root, v1, deployment, inference, Claude, or a gateway's own. Browser-safe. */

/**
 * `prefix` is what stands before Azure's own segments (a gateway's path or a Foundry project).
 * Shapes: Microsoft Learn "api-version-lifecycle", openai-node `src/azure.ts`.
 */
export type AzureBase =
  /** Nothing said yet: `/openai/…` follows. */
  | { readonly kind: 'root'; readonly prefix: string }
  /** `…/openai/v1`. */
  | { readonly kind: 'v1'; readonly prefix: string }
  /** `…/openai/deployments/{deployment}`: the deployment is fixed by the URL. */
  | { readonly kind: 'deployment'; readonly prefix: string; readonly deployment: string }
  /** `…/models`: Azure AI model inference. */
  | { readonly kind: 'inference'; readonly prefix: string }
  /** `…/anthropic`. */
  | { readonly kind: 'anthropic'; readonly prefix: string }
  /** A gateway's path that already stands for Azure's: operations follow at once. */
  | { readonly kind: 'plain'; readonly prefix: string }

export interface ReadAzureBase {
  readonly base: AzureBase
  /** Operation that stood at the end of the path; empty when the path was a base already. */
  readonly cut: string
}

const operation =
  '(?<operation>/(?:chat/completions|completions|responses|embeddings|images/(?:generations|edits)|audio/[a-z]+))?'

const shapes: readonly (readonly [AzureBase['kind'], RegExp])[] = [
  // A `/v1` between the deployment and the operation is a common slip and is dropped.
  [
    'deployment',
    new RegExp(`^(?<prefix>.*?)/openai/deployments/(?<deployment>[^/]+)(?:/v1)?${operation}$`),
  ],
  ['v1', new RegExp(`^(?<prefix>.*?)/openai/v1(?:(?<list>/models)|${operation})$`)],
  ['root', new RegExp(`^(?<prefix>.*?)/openai(?:(?<list>/models|/deployments)|${operation})$`)],
  ['anthropic', /^(?<prefix>.*?)\/anthropic(?:\/v1)?(?<operation>\/messages)?$/],
  ['inference', new RegExp(`^(?<prefix>.*?)/models${operation}$`)],
  ['root', new RegExp(`^(?<prefix>)/v1${operation}$`)],
  ['plain', new RegExp(`^(?<prefix>.+/v1)(?:(?<list>/models)|${operation})$`)],
  ['plain', new RegExp(`^(?<prefix>.*?)${operation.replace(/\?$/, '')}$`)],
]

/** Reads a typed path (no slash at its end). */
export function readAzureBase(path: string): ReadAzureBase {
  for (const [kind, pattern] of shapes) {
    const groups = pattern.exec(path)?.groups
    if (groups === undefined) continue
    const prefix = groups['prefix'] ?? ''
    const cut = groups['operation'] ?? groups['list'] ?? ''
    const deployment = groups['deployment']
    return kind === 'deployment'
      ? { base: { kind, prefix, deployment: deployment ?? '' }, cut }
      : { base: { kind, prefix }, cut }
  }
  return { base: { kind: 'root', prefix: path }, cut: '' }
}
