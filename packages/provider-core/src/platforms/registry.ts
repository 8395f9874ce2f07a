/** @file The table of contents of platforms. */
import type { PlatformId } from '../model/spec.ts'
import { azure } from './azure.ts'
import { bedrock } from './bedrock.ts'
import { direct } from './direct.ts'
import type { Platform } from './platform.ts'
import { createVertex } from './vertex.ts'

export type Platforms = Readonly<Record<PlatformId, Platform>>

/** Makes one set of platforms; what they keep (access tokens) lives and ends with it. */
export function createPlatforms(options: { readonly now: () => Date }): Platforms {
  return { direct, azure, bedrock, vertex: createVertex(options) }
}
