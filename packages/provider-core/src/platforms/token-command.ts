/** @file Tokens that a program prints: run once for all who ask, kept until shortly before they end. */
import { ProviderError } from '../errors/provider-error.ts'
import type { TokenCommand } from '../model/auth.ts'
import { parseTokenOutput } from './token-output.ts'
import { cacheKey, createTokenCache, type Expiring } from './token-cache.ts'

const defaultRefreshSeconds = 300

/**
 * Runs a program without a shell and gives what it wrote to its standard output. What it throws becomes a
 * `credentials` error with its message, which holds no secret.
 */
export type RunTokenCommand = (
  command: Pick<TokenCommand, 'program' | 'args'>,
  options: { readonly signal: AbortSignal },
) => Promise<string>

export interface TokenCommands {
  /** A token that lasts. Throws `ProviderError` with `credentials`. */
  get(command: TokenCommand, signal: AbortSignal): Promise<string>
  /** What is kept of a command's token; runs nothing. */
  peek(command: TokenCommand): Expiring<string> | undefined
  /** Drops a token that was refused. */
  forget(command: TokenCommand): void
}

/** Makes the keeper of such tokens; what it keeps ends with it. */
export function createTokenCommands(options: {
  readonly now: () => Date
  readonly run: RunTokenCommand
}): TokenCommands {
  const { now, run } = options
  const cache = createTokenCache<string>({ now })
  return {
    get: (command, signal) =>
      cache.get(keyOf(command), signal, async (shared) => {
        const output = await run(
          { program: command.program, args: command.args },
          { signal: shared },
        ).catch((error: unknown) => {
          throw toCredentialsError(error, shared)
        })
        return withLife(parseTokenOutput(output, now()), command, now())
      }),
    peek: (command) => cache.peek(keyOf(command)),
    forget: (command) => cache.delete(keyOf(command)),
  }
}

function keyOf({ program, args, ttlSeconds, refresh }: TokenCommand): string {
  return cacheKey(['command', program, JSON.stringify([args, ttlSeconds, refresh])])
}

/** When the token ends, and from when on another one is fetched. */
function withLife(
  { token, expiresAt: told }: { readonly token: string; readonly expiresAt: number | undefined },
  { ttlSeconds, refresh = defaultRefreshSeconds }: TokenCommand,
  now: Date,
): Expiring<string> {
  const at = now.getTime()
  const expiresAt = told ?? (ttlSeconds === undefined ? undefined : at + ttlSeconds * 1000)
  if (expiresAt === undefined) return { value: token, expiresAt }
  // A token that lasts a minute would never be used twice if five minutes were held back.
  const margin = Math.min(refresh * 1000, Math.max(0, expiresAt - at) / 2)
  return { value: token, expiresAt, useUntil: expiresAt - margin }
}

function toCredentialsError(error: unknown, signal: AbortSignal): ProviderError {
  if (error instanceof ProviderError) return error
  if (signal.aborted)
    return new ProviderError({ code: 'aborted', message: 'Stopped.', cause: error })
  return new ProviderError({
    code: 'credentials',
    message: error instanceof Error ? error.message : 'The token command failed.',
    cause: error,
  })
}
