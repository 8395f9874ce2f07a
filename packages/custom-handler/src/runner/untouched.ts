/**
 * @file What the gates of a handler's process are made of. The user's code may replace every method of
 * JavaScript; a gate therefore uses these, which were taken before, and neither `for…of`, nor array patterns,
 * nor spreads, nor regular expressions, which look methods up when they run.
 */
import { hash } from 'node:crypto'

const Bytes = Uint8Array
const digest = hash
const { isView } = ArrayBuffer
const { then } = Promise.prototype
const lower = String.prototype.toLowerCase

export const { apply, getOwnPropertyDescriptor } = Reflect
export const { isArray } = Array

export function beginsWith(text: string, start: string): boolean {
  return text.length >= start.length && isAt(text, 0, start)
}

/** Whether more than `end` is there, and `end` is the end of it. */
export function endsAfterMore(text: string, end: string): boolean {
  return text.length > end.length && isAt(text, text.length - end.length, end)
}

function isAt(text: string, offset: number, part: string): boolean {
  for (let index = 0; index < part.length; index += 1) {
    if (text[offset + index] !== part[index]) return false
  }
  return true
}

/** `text` up to the first of these signs. */
export function cutAt(text: string, signs: string): string {
  let kept = ''
  for (let index = 0; index < text.length; index += 1) {
    for (let sign = 0; sign < signs.length; sign += 1) if (text[index] === signs[sign]) return kept
    kept += text[index] as string
  }
  return kept
}

export function toLowerCase(text: string): string {
  return apply(lower, text, [])
}

/** Calls one of the two later, with what really came of the promise. */
export function settle(
  promise: Promise<unknown>,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): void {
  void apply(then, promise, [onValue, onError])
}

/** A copy that nobody else holds; `undefined` for what is no source of a module. */
export function copySource(source: unknown): string | Uint8Array<ArrayBuffer> | undefined {
  if (typeof source === 'string') return source
  return isView(source) ? new Bytes(source as Uint8Array<ArrayBuffer>) : undefined
}

/** Hex SHA-256. */
export function sha256(source: string | Uint8Array): string {
  return digest('sha256', source, 'hex')
}

/** A record that has nothing but what is put into it. */
export function createRecord<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>
}

/**
 * Nothing can be added to what everything inherits from, so that no setter there is handed the objects inside
 * Node, and no list inside Node misses an entry. What is there already may be replaced.
 */
export function closeInheritance(): void {
  Object.preventExtensions(Object.prototype)
  Object.preventExtensions(Array.prototype)
}

/** The same for all that a handle inherits from. */
export function closeInheritanceOf(prototype: object): void {
  for (let at: unknown = prototype; typeof at === 'object' && at !== null;) {
    Object.preventExtensions(at)
    at = Object.getPrototypeOf(at)
  }
}
