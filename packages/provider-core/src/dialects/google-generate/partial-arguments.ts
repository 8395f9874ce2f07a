/**
 * @file Arguments that Vertex streams as values at JSON paths (`partialArgs`) → pieces of JSON text. A model
 * writes its arguments from front to back, so every piece can be handed on at once.
 */
import type { JsonObject } from '../dialect.ts'

type Segment = string | number

interface Container {
  readonly segment: Segment | undefined
  readonly isArray: boolean
  readonly keys: Set<Segment>
}

export interface ArgumentsWriter {
  /** The JSON text that one `partialArgs` entry adds. Throws `RangeError` when it belongs before text already written. */
  push(partial: JsonObject): string
  /** Adds members whose values are whole. */
  pushWhole(args: JsonObject): string
  /** What is missing to a whole JSON object. */
  end(): string
}

/** Makes the writer of one call's arguments. Paths are RFC 9535 normalized or shorthand (`$.a.b[0]`, `$['a b']`). */
export function createArgumentsWriter(): ArgumentsWriter {
  const stack: Container[] = [{ segment: undefined, isArray: false, keys: new Set() }]
  let opened = false
  /** Path of the string that may go on, and of the one that ended last. */
  let openString: string | undefined
  let lastString: string | undefined

  const open = (): string => {
    if (opened) return ''
    opened = true
    return '{'
  }
  const closeString = (): string => {
    if (openString === undefined) return ''
    lastString = openString
    openString = undefined
    return '"'
  }
  const closeDownTo = (depth: number): string => {
    let text = ''
    while (stack.length > depth) text += stack.pop()?.isArray === true ? ']' : '}'
    return text
  }

  /** Comma and name of a new member of the innermost container. */
  const addMember = (segment: Segment): string => {
    const container = stack.at(-1)
    if (container === undefined) throw new RangeError('no container')
    const { keys, isArray } = container
    if (typeof segment === 'number') {
      if (!isArray || segment < keys.size) throw new RangeError('index out of order')
      let text = keys.size > 0 ? ',' : ''
      while (keys.size < segment) {
        text += 'null,'
        keys.add(keys.size)
      }
      keys.add(segment)
      return text
    }
    if (isArray || keys.has(segment)) throw new RangeError('member out of order')
    const comma = keys.size > 0 ? ',' : ''
    keys.add(segment)
    return `${comma}${JSON.stringify(segment)}:`
  }

  /** Closes and opens containers until a value can be written at `path`. */
  const moveTo = (path: readonly Segment[]): string => {
    let shared = 1
    while (shared < stack.length && shared <= path.length - 1) {
      if (stack[shared]?.segment !== path[shared - 1]) break
      shared += 1
    }
    let text = closeDownTo(shared)
    for (let at = shared - 1; at < path.length; at += 1) {
      const segment = path[at] ?? ''
      text += addMember(segment)
      if (at === path.length - 1) break
      const isArray = typeof path[at + 1] === 'number'
      stack.push({ segment, isArray, keys: new Set() })
      text += isArray ? '[' : '{'
    }
    return text
  }

  const writeString = (key: string, value: string, path: readonly Segment[], goesOn: boolean) => {
    // A string that has ended may be ended once more, with nothing new in it.
    if (openString === undefined && key === lastString && value === '') return ''
    let text = ''
    if (openString !== key) text += `${closeString()}${moveTo(path)}"`
    text += JSON.stringify(value).slice(1, -1)
    openString = key
    return goesOn ? text : text + closeString()
  }

  return {
    push(partial) {
      const key = String(partial['jsonPath'])
      const path = parsePath(key)
      const start = open()
      if (path.length === 0) return start
      const string = partial['stringValue']
      if (typeof string === 'string') {
        return start + writeString(key, string, path, partial['willContinue'] === true)
      }
      const value = partial['numberValue'] ?? partial['boolValue'] ?? null
      return start + closeString() + moveTo(path) + JSON.stringify(value)
    },
    pushWhole(args) {
      let text = open() + closeString() + closeDownTo(1)
      for (const [name, value] of Object.entries(args)) {
        text += addMember(name) + JSON.stringify(value)
      }
      return text
    },
    end: () => `${open()}${closeString()}${closeDownTo(0)}`,
  }
}

const segmentPattern = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/gy

/** The names and indexes of a path; throws `RangeError` where it is none. */
function parsePath(path: string): Segment[] {
  if (!path.startsWith('$')) throw new RangeError('not a JSON path')
  const segments: Segment[] = []
  segmentPattern.lastIndex = 1
  let end = 1
  for (let match = segmentPattern.exec(path); match !== null; match = segmentPattern.exec(path)) {
    const [, name, index, single, double] = match
    end = segmentPattern.lastIndex
    if (index !== undefined) segments.push(Number(index))
    else segments.push(name ?? (single ?? double ?? '').replaceAll(/\\(.)/g, '$1'))
  }
  if (end !== path.length) throw new RangeError('not a JSON path')
  return segments
}
