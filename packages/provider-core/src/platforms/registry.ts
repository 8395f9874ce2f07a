/** @file The table of contents of platforms. */
import type { PlatformId } from '../model/spec.ts'
import type { LoadAwsCredentials } from './aws-credentials.ts'
import { createAzure } from './azure.ts'
import { createBedrock } from './bedrock.ts'
import { direct } from './direct.ts'
import { createHandler, type HandlerHost } from './handler.ts'
import type { Platform } from './platform.ts'
import { createVertex, type LoadGoogleToken } from './vertex.ts'

export type Platforms = Readonly<Record<PlatformId, Platform>>

export interface PlatformOptions {
  readonly now: () => Date
  /** Reads AWS profiles and the default chain of this machine. */
  readonly loadAwsCredentials?: LoadAwsCredentials | undefined
  /** Fetches tokens with this machine's application-default credentials. */
  readonly loadGoogleToken?: LoadGoogleToken | undefined
  /** Runs custom handlers. */
  readonly handlers?: HandlerHost | undefined
}

/** Makes one set of platforms; what they keep (access tokens, loaded keys) lives and ends with it. */
export function createPlatforms(options: PlatformOptions): Platforms {
  return {
    direct,
    azure: createAzure(options),
    bedrock: createBedrock(options),
    vertex: createVertex(options),
    handler: createHandler(options.handlers),
  }
}
