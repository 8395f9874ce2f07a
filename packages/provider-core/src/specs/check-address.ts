/** @file Turns what addressing throws into issues. Browser-safe. */
import { AddressError, type Address } from '../addressing/address.ts'
import type { FieldIssue } from '../model/endpoint.ts'

/** Issues that stand in the way of an address; empty when it can be made. */
export function checkAddress(make: () => Address | undefined): FieldIssue[] {
  try {
    make()
    return []
  } catch (error) {
    if (error instanceof AddressError) return [...error.issues]
    throw error
  }
}
