import type { HandlerOperation } from './protocol.ts'

type Method = (call: unknown) => unknown

/** The methods of a module, by what they do. */
export interface Methods {
  readonly completion?: Method | undefined
  readonly streaming?: Method | undefined
  readonly embedding?: Method | undefined
  readonly image?: Method | undefined
}

/** LiteLLM's names; where both are there, the asynchronous one is what its proxy calls. */
const names: Readonly<Record<keyof Methods, readonly string[]>> = {
  completion: ['acompletion', 'completion'],
  streaming: ['astreaming', 'streaming'],
  embedding: ['aembedding', 'embedding'],
  image: ['aimage_generation', 'image_generation', 'aimageGeneration', 'imageGeneration'],
}

/**
 * Looks at the module itself, at its default export, then at every other exported object in the order of
 * their names: the first that has a method counts. Classes are not instantiated.
 */
export function findMethods(module: Readonly<Record<string, unknown>>): Methods {
  const others = Object.keys(module)
    .filter((name) => name !== 'default')
    .map((name) => module[name])
  for (const owner of [module, module['default'], ...others]) {
    if (typeof owner !== 'object' || owner === null) continue
    const methods = readMethods(owner as Readonly<Record<string, unknown>>)
    if (listMethods(methods).length > 0) return methods
  }
  return {}
}

function readMethods(owner: Readonly<Record<string, unknown>>): Methods {
  const find = (kind: keyof Methods): Method | undefined => {
    const name = names[kind].find((candidate) => typeof owner[candidate] === 'function')
    return name === undefined ? undefined : (call) => (owner[name] as Method)(call)
  }
  return {
    completion: find('completion'),
    streaming: find('streaming'),
    embedding: find('embedding'),
    image: find('image'),
  }
}

/** What a handler can do, in words for a check. */
export function listMethods(methods: Methods): string[] {
  const words = {
    completion: 'completion',
    streaming: 'streaming',
    embedding: 'embedding',
    image: 'image generation',
  }
  return (Object.keys(words) as (keyof Methods)[])
    .filter((kind) => methods[kind] !== undefined)
    .map((kind) => words[kind])
}

/** The method for a request: `completion` and `streaming` stand in for each other. */
export function pickMethod(
  methods: Methods,
  operation: HandlerOperation,
  stream: boolean,
): { readonly method: Method; readonly streams: boolean } | undefined {
  if (operation !== 'completion') {
    const method = methods[operation]
    return method && { method, streams: false }
  }
  const { completion, streaming } = methods
  const streams = streaming !== undefined && (stream || completion === undefined)
  const method = streams ? streaming : completion
  return method && { method, streams }
}
