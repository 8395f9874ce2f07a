/** @file Names of endpoints are unique, whatever their case. */
import type { Settings } from '../storage/settings-schema.ts'

export function isNameTaken(settings: Settings, name: string, exceptId?: string): boolean {
  const wanted = name.trim().toLowerCase()
  return otherNames(settings, exceptId).some((other) => other.trim().toLowerCase() === wanted)
}

/** Names of all endpoints but one. */
export function otherNames(settings: Settings, exceptId: string | undefined): string[] {
  return Object.values(settings.endpoints).flatMap(({ id, name }) =>
    id === exceptId ? [] : [name],
  )
}

/** `name`, or the first free of "name 2", "name 3", … */
export function freeName(settings: Settings, name: string): string {
  if (!isNameTaken(settings, name)) return name
  for (let number = 2; ; number += 1) {
    const tail = ` ${number}`
    const candidate = `${name.slice(0, 80 - tail.length)}${tail}`
    if (!isNameTaken(settings, candidate)) return candidate
  }
}
